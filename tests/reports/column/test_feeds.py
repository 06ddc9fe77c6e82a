"""Feed and sitemap hold public pages alone, in the shape that their readers expect."""

from __future__ import annotations

from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from casework.models import Case
from reports.column import articles
from reports.column.feeds import ATOM, SITEMAP, XHTML
from suggestions.services import take_down
from tests import loops
from tests.factories import County
from tests.motions import ways as motions
from tests.reports.column import pieces
from tests.suggestions import ways
from tests.suggestions.test_public import make_public

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


def answered(county: County) -> Case:
    case = loops.fed_back(county)
    Case.objects.filter(pk=case.pk).update(answered_at=timezone.now() - timedelta(hours=1))
    return case


def test_the_feed_holds_what_is_published_in_the_shape_of_atom(county: County) -> None:
    shown, gone = pieces.published(county), pieces.published(county, title="收回的")
    articles.withdraw(gone, actor=Actor.of(county.committee), note="有误")
    pieces.handed_in(county, title="没有发布的")
    case = answered(county)
    answer = Client().get(reverse("feed"))
    root = ElementTree.fromstring(answer.content)
    assert root.tag == f"{{{ATOM}}}feed"
    for name in ("id", "title", "updated"):
        assert len(root.findall(f"{{{ATOM}}}{name}")) == 1
    entries = root.findall(f"{{{ATOM}}}entry")
    for entry in entries:
        for name in ("id", "title", "updated", "summary"):
            (found,) = entry.findall(f"{{{ATOM}}}{name}")
            assert found.text
        updated = datetime.fromisoformat(entry.find(f"{{{ATOM}}}updated").text)  # type: ignore[union-attr,arg-type]
        assert updated.tzinfo is not None
    ids = [entry.find(f"{{{ATOM}}}id").text for entry in entries]  # type: ignore[union-attr]
    paths = [reverse("column_article", args=[shown.pk]), reverse("published_case", args=[case.pk])]
    assert sorted(ids) == sorted(f"http://testserver{path}" for path in paths)  # type: ignore[type-var]
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    kept = {"if-modified-since": answer.headers["Last-Modified"]}
    assert Client().get(reverse("feed"), headers=kept).status_code == 304


def test_suggestions_and_motions_that_are_public_are_in_feed_and_sitemap_and_no_others(
    county: County,
) -> None:
    case = make_public(county, ways.concluded(county))
    ways.concluded(county, title="没有公开的建议")
    motion = motions.published(county, motions.settled(county))
    addresses = {
        reverse("public_suggestion", args=[case.number]),
        reverse("public_motion", args=[motion.number]),
    }
    for name, path in (
        ("feed", f"{{{ATOM}}}entry/{{{ATOM}}}id"),
        ("sitemap", f"{{{SITEMAP}}}url/{{{SITEMAP}}}loc"),
    ):
        root = ElementTree.fromstring(Client().get(reverse(name)).content)
        told = {(one.text or "").removeprefix("http://testserver") for one in root.findall(path)}
        assert addresses <= told
        assert "没有公开的建议" not in Client().get(reverse(name)).content.decode()
    take_down(case, actor=ways.office(county), note="另行公开。")
    assert ways.TITLE not in Client().get(reverse("feed")).content.decode()


def test_every_address_of_the_sitemap_opens_for_anybody(county: County) -> None:
    pieces.published(county)
    pieces.handed_in(county)
    pieces.loaded()
    answered(county)
    make_public(county, ways.concluded(county))
    root = ElementTree.fromstring(Client().get(reverse("sitemap")).content)
    urls = root.findall(f"{{{SITEMAP}}}url")
    assert len(urls) > 15
    for one in urls:
        address = one.find(f"{{{SITEMAP}}}loc").text or ""  # type: ignore[union-attr]
        (link,) = one.findall(f"{{{XHTML}}}link")
        assert (link.get("hreflang"), link.get("href")) == ("x-default", address)
        assert Client().get(address.removeprefix("http://testserver")).status_code == 200, address


def test_robots_are_kept_from_desks_and_receipts_and_shown_the_sitemap() -> None:
    text = Client().get(reverse("robots")).content.decode()
    assert "Disallow: /desk/" in text
    assert "Disallow: /receipt/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "Disallow: /\n" not in text
