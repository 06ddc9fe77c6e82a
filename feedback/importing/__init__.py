"""Bringing an office's history along: messages, and the answers they were given, from .csv and .xlsx files.

``deputies.loading.sheets`` reads a file; here ``columns`` finds out what stands where, ``rows`` checks one row,
``organs`` recognises spellings, ``load`` writes, ``run`` puts them together and counts.
"""
