"""The style guide shows every component; error pages stand without a request."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from casework import citing
from tests.liaison import look_samples

COMPONENTS = Path(settings.BASE_DIR, "templates", "components")


@pytest.fixture
def request_(rf: RequestFactory):
    request = rf.get("/style")
    request.user = AnonymousUser()
    request.htmx = False
    return request


@pytest.fixture(autouse=True)
def no_library(monkeypatch):
    """The samples cite articles; where they lead is another test's matter, and a database's."""
    monkeypatch.setattr(citing, "_finders", [])


@pytest.fixture(autouse=True)
def plain_static(settings):
    settings.PORTAL_DAYS_LEFT = ""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.mark.parametrize("desk", [False, True])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_style_guide_renders(request_, desk, language):
    with translation.override(language):
        page = render_to_string("styleguide.html", look_samples.context(desk=desk), request_)
    assert 'class="steps"' in page and "badge-late" in page
    assert " style=" not in page and "<script>" not in page  # the content policy forbids both


def test_the_style_guide_shows_every_component(request_):
    shown = Path(settings.BASE_DIR, "templates", "styleguide.html").read_text("utf-8")
    indirectly = {"menu.html", "messages.html", "error_summary.html", "due_why.html", "presence.html"}
    missing = [
        f.name
        for f in COMPONENTS.glob("*.html")
        if f"components/{f.name}" not in shown and f.name not in indirectly
    ]
    assert not missing


STYLED_ELSEWHERE = {"backoffice", "styleguide.html"}


def test_every_class_that_a_template_names_is_styled():
    """A class that no sheet knows leaves its buttons glued together, as nobody meant them to be."""
    root = Path(settings.BASE_DIR)
    sheets = "".join(sheet.read_text("utf-8") for sheet in (root / "static/dist").glob("*.css"))
    scripts = "".join(script.read_text("utf-8") for script in (root / "static/src/js").glob("*.js"))
    known = set(re.findall(r"\.([a-zA-Z][\w-]*)", sheets + scripts))
    unknown = {}
    for template in (root / "templates").rglob("*.html"):
        if STYLED_ELSEWHERE & set(template.relative_to(root / "templates").parts):
            continue
        text = re.sub(r"{%.*?%}", "~", template.read_text("utf-8"))
        for names in re.findall(r'class="([^"]*)"', text):
            plain = re.sub(r"\S*-~\S*|\S*{{.*?}}\S*|~", " ", names)  # without what is put together from parts
            if missing := set(plain.split()) - known:
                unknown.setdefault(template.name, set()).update(missing)
    assert unknown == {}


@pytest.mark.parametrize("status", ["400", "403", "403_csrf", "404", "409", "413", "429", "500"])
def test_error_pages_need_no_request(status):
    page = render_to_string(f"errors/{status}.html")
    assert "<h1>" in page and "</html>" in page


@pytest.mark.parametrize("status", ["403", "404", "409"])
def test_a_part_of_a_page_gets_a_part_as_its_error(request_, status):
    request_.htmx = True
    page = render_to_string(f"errors/{status}.html", {"reason": "changed"}, request_)
    assert "<html" not in page and "data-focus" in page
