"""What a form that keeps itself while somebody types (data-save) is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

_PART = "components/kept.html"


def kept(request: HttpRequest, at: datetime | None, version: int) -> HttpResponse:
    """Kept: since when, and the version that the next one builds on."""
    return render(request, _PART, {"at": at, "version": version})


def not_kept(request: HttpRequest, why: str, status: int) -> HttpResponse:
    """Not kept, and why: with the version the page was made with, so that nothing newer is overwritten.

    ``status`` is 422 for words that cannot be, 409 for words that are older.
    """
    version = request.POST.get("version", "")
    shown = {"refused": why, "version": int(version) if version.isdigit() else 0}
    return render(request, _PART, shown, status=status)
