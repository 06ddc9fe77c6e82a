"""What can be searched: bigrams of what was said, never who said it."""

from __future__ import annotations

from django.db import models

from casework.models import Case


class SearchDoc(models.Model):
    """The grams of one case's title and text, separated by blanks."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="search_doc")
    grams = models.TextField()

    def __str__(self) -> str:
        return str(self.case_id)
