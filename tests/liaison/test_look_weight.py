"""What citizens load: a page, its style and its script together stay under 60 kB."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.conftest import IN_CI

DIST = Path(settings.BASE_DIR, "static", "dist")
LIMITS = {"public.css": 22_000, "public.js": 6_000, "desk.css": 60_000, "desk.js": 12_000}


pytestmark = pytest.mark.skipif(
    not DIST.exists() and not IN_CI, reason="static/dist is not built: run `npm ci && npm run build`"
)


@pytest.mark.parametrize(("name", "limit"), LIMITS.items())
def test_bundles_stay_light(name, limit):
    assert (DIST / name).stat().st_size < limit


@pytest.mark.parametrize("name", ["public.css", "desk.css"])
def test_style_sheets_load_nothing_more(name):
    assert not re.search(r"@import|url\(", (DIST / name).read_text("utf-8"))


@pytest.mark.parametrize("name", ["public.js", "desk.js"])
def test_scripts_name_no_other_site(name):
    assert not re.search(r"https?://", (DIST / name).read_text("utf-8"))
