"""Duty reports: scheduled, written from the record, checked for form alone, published, asked about, appraised.

Deputies report to the voters or the unit that elected them, and answer their questions (Law on Deputies, article 58).
"""
