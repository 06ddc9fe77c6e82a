"""Commands that people type speak the language of their terminal."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

if TYPE_CHECKING:
    from collections.abc import Mapping


class TerminalCommand(BaseCommand):
    """Says its sentences in the terminal's language; called from code, in that of the caller."""

    def run_from_argv(self, argv: list[str]) -> None:
        with translation.override(language_of(os.environ)):
            super().run_from_argv(argv)


def language_of(environment: Mapping[str, str]) -> str:
    """Chinese where the locale says so, otherwise English. The first of the three that is set decides, as in POSIX."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environment[name] for name in names if environment.get(name)), "")
    return settings.LANGUAGE_CODE if locale.lower().startswith("zh") else "en"
