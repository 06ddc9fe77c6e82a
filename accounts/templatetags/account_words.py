"""Words for the codes of the log of who looked at what."""

from __future__ import annotations

from django import template

from accounts.access_log import words_for

register = template.Library()

register.filter("access_words", words_for)
