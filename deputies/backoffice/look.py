"""The style sheet that the back office adds to unfold's."""

from django.http import HttpRequest
from django.templatetags.static import static


def styles(request: HttpRequest) -> str:
    return static("backoffice/backoffice.css")
