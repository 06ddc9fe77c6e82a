"""The year as a spreadsheet and as a document."""
