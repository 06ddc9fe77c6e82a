"""The only writers of duty reports, questions and appraisals."""
