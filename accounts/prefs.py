"""What a reader chose about the look: kept in one long-lived cookie, with or without an account."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse

COOKIE = "prefs"
ONE_YEAR = 365 * 24 * 3600  # seconds
MODES = ("standard", "elder")
THEMES = ("auto", "light", "dark")


@dataclass(frozen=True, slots=True)
class Prefs:
    """``mode`` is one of MODES, ``theme`` one of THEMES; "auto" follows the device."""

    mode: str = "standard"
    theme: str = "auto"

    @classmethod
    def of(cls, request: HttpRequest) -> Prefs:
        """The choices in the cookie; anything unknown there counts as not chosen."""
        mode, _, theme = request.COOKIES.get(COOKIE, "").partition(".")
        return cls().choose(mode=mode, theme=theme)

    def choose(self, *, mode: str, theme: str) -> Prefs:
        return replace(
            self,
            mode=mode if mode in MODES else self.mode,
            theme=theme if theme in THEMES else self.theme,
        )

    def keep(self, response: HttpResponse, *, secure: bool) -> None:
        """Write the choices to ``response`` for a year."""
        response.set_cookie(
            COOKIE,
            f"{self.mode}.{self.theme}",
            max_age=ONE_YEAR,
            secure=secure,
            httponly=True,
            samesite="Lax",
        )
