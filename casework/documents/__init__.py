"""Documents without hidden names: what a file says about its author beside its words and pages is taken out.

What is removed and what happens to a file that cannot be cleaned: docs/adr/documents-without-hidden-names.md.
"""
