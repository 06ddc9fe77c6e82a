"""Every pair of colours that meets on a page can be read, in light and in dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = Path(settings.BASE_DIR, "static", "src", "scss", "_tokens.scss").read_text("utf-8")
TEXT, SHAPE = 4.5, 3.0  # WCAG 2.2: text · borders of controls and the ring of the focus

ON_PAGES = ["ground", "paper", "sunken"]
PAIRS = [
    *((ink, ground, TEXT) for ink in ("ink", "muted", "link", "red-ink") for ground in ON_PAGES),
    *((ink, ground, TEXT) for ink in ("late-ink", "amber-ink", "ok-ink", "info-ink") for ground in ON_PAGES),
    *((f"{kind}-ink", f"{kind}-bg", TEXT) for kind in ("ok", "info", "amber", "late")),
    *(("ink", f"{kind}-bg", TEXT) for kind in ("ok", "info", "amber", "late")),
    *(("link", f"{kind}-bg", TEXT) for kind in ("ok", "info", "amber", "late")),
    ("ink", "mark", TEXT),
    ("on-red", "red", TEXT),
    ("on-red", "red-deep", TEXT),
    ("on-focus", "focus", TEXT),
    *(("edge", ground, SHAPE) for ground in ON_PAGES),
    *(("focus", ground, SHAPE) for ground in ON_PAGES),
]


def theme(name: str) -> dict[str, str]:
    body = re.search(rf"@mixin {name} \{{(.*?)\n\}}", TOKENS, re.DOTALL)
    assert body
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", body[1]))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_twenty_one():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_pair_can_be_read(name):
    colours = theme(name)
    weak = {
        f"{front} on {back}": round(contrast(colours[front], colours[back]), 2)
        for front, back, least in PAIRS
        if contrast(colours[front], colours[back]) < least
    }
    assert not weak


def test_both_themes_name_the_same_colours():
    assert theme("light").keys() == theme("dark").keys()


def test_every_colour_is_in_a_pair():
    named = {name for pair in PAIRS for name in pair[:2]}
    assert theme("light").keys() - named <= {"line"}  # rules that only decorate


@pytest.mark.parametrize(
    "sheet", sorted(Path(settings.BASE_DIR, "static", "src", "scss").glob("_*.scss")), ids=lambda p: p.name
)
def test_no_colour_is_written_outside_the_tokens(sheet):
    if sheet.name != "_tokens.scss":
        assert not re.findall(r":[^;{]*#[0-9a-f]{3,8}\b(?!\{)", sheet.read_text("utf-8"))
