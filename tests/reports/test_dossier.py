"""The dossier of a deputy: every number is the lines it links to, for whoever may read it."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from accounts.actors import Actor
from casework.models import Case
from contacts import services
from contacts.channels import channel
from contacts.models import Occasion
from reports.dossier import dossier_of, of_year
from tests import loops
from tests.contacts import asked, days
from tests.factories import County, TermFactory
from tests.office_rules import Set, office_rules
from tests.signing_in import signed_in
from tests.suggestions import ways

__all__ = ["office_rules"]
pytestmark = pytest.mark.django_db
COUNTED = {
    "heard": 4,
    "conveyed": 2,
    "given": 3,
    "answered": 1,
    "receptions": 1,
    "visits": 4,
    "symposiums": 0,
    "inquiries": 1,
    "helps": 1,
    "suggestions": 0,
    "cosigned": 0,
    "reports": 0,
}


@pytest.fixture
def county() -> County:
    """A year of the deputy, counted by hand.

    Heard and conveyed: a visit by the office, a matter of a reception day (entered as a visit); heard and kept back:
    one that waits, one explained; met without words: one. Given: the two conveyed and one from the web, of which the
    last was answered. A survey of the deputy, one that is only a draft; help once. Last year: one visit.
    """
    found = County()
    officer, me = Actor.of(found.officer), Actor.of(found.deputy_user)
    services.note(days.heard(found), actor=officer)
    services.hear(days.held(found), days.heard(found), actor=officer)
    services.note(days.heard(found, convey=False), actor=me)
    services.keep(services.note(days.heard(found, convey=False), actor=me), actor=me, why="已当场解释。")
    services.note(days.heard(found, said="", whom="北头三户", channel=channel("phone")), actor=officer)
    loops.fed_back(found)
    Case.objects.filter(status="fed_back").update(deputy=found.deputy, with_deputy_at=timezone.now())
    asked.opened(found, deputy=found.deputy)
    asked.draft(found, deputy=found.deputy, key=uuid4())
    services.help_given(found.deputy, what="陪同办理医保", done_on=timezone.localdate(), actor=me)
    services.note(days.heard(found, said="", heard_on=last_year()), actor=officer)
    days.announced(found)  # still to come
    return found


def last_year() -> date:
    return date(timezone.localdate().year - 1, 6, 1)


def this_year() -> int:
    return timezone.localdate().year


def numbers(user: Any, county: County, year: int | None = None) -> dict[str, int]:
    shown = dossier_of(user, county.deputy, of_year(year or this_year()))
    return {one.name: one.count for one in shown.sections}


def test_the_numbers_are_those_counted_by_hand_for_each_reader(county: County) -> None:
    for user in (county.deputy_user, county.officer, county.committee):
        assert numbers(user, county) == COUNTED
        assert numbers(user, county, this_year() - 1) == dict.fromkeys(COUNTED, 0) | {"visits": 1}


def test_every_number_stands_over_as_many_lines_and_each_opens_its_evidence(county: County) -> None:
    for user in (county.deputy_user, county.officer, county.committee):
        client = signed_in(user)
        answer = client.get(reverse("dossier", args=[county.deputy.pk]))
        page = answer.content.decode()
        for section in answer.context["shown"].sections:
            assert (f'id="{section.name}-title"' in page) == bool(section.count)
            assert (f'href="#{section.name}-title"' in page) == bool(section.count)
            for line in section.entries:
                assert f'href="{line.url}"' in page
                assert client.get(line.url).status_code == 200, line
    assert page.count("<li><a href=") >= sum(COUNTED.values())


def test_a_term_holds_all_its_years_and_only_its_own(county: County) -> None:
    client = signed_in(county.deputy_user)
    url = reverse("dossier", args=[county.deputy.pk])
    shown = client.get(url, {"term": county.term.pk}).context["shown"]
    assert {one.name: one.count for one in shown.sections} == COUNTED | {"visits": 5}
    other = TermFactory(congress=county.congress)
    assert client.get(url, {"term": other.pk}).status_code == 404
    assert client.get(url, {"year": this_year() + 1}).status_code == 404
    assert client.get(url, {"year": "x"}).status_code == 404


def test_suggestions_stand_apart_from_opinions_with_whoever_leads_and_whoever_signed(county: County) -> None:
    case, (signer,) = ways.jointly(county)
    shown = dossier_of(county.officer, county.deputy, of_year(this_year()))
    assert {one.name: one.count for one in shown.sections} == COUNTED | {"suggestions": 1}
    (line,) = shown.section("suggestions").entries
    assert (line.what, line.note) == (f"{case.number} · {case.title}", "待审查")
    theirs = dossier_of(signer, signer.posts.get().deputy, of_year(this_year()))
    assert {one.name: one.count for one in theirs.sections if one.count} == {"cosigned": 1}
    assert signed_in(signer).get(theirs.section("cosigned").entries[0].url).status_code == 200


def test_a_day_from_which_the_deputy_withdrew_is_not_theirs(county: County) -> None:
    other = days.another_deputy(county)
    occasion = Occasion.objects.get(status="held")
    services.recuse(
        occasion, actor=Actor.of(county.officer), deputy=county.deputy, reason="亲属", taken_by=other
    )
    assert numbers(county.officer, county)["receptions"] == 0


def test_a_confidential_opinion_stands_there_by_its_number_alone(county: County) -> None:
    heard = days.heard(county, said="我是王秀兰，搅拌站夜里太吵。", confidential=True)
    case = services.note(heard, actor=Actor.of(county.officer)).case
    assert case is not None
    for user in (county.deputy_user, county.officer, county.committee):
        client = signed_in(user)
        page = client.get(reverse("dossier", args=[county.deputy.pk])).content.decode()
        assert case.number in page and case.title not in page and "王秀兰" not in page
        book = client.get(reverse("dossier_xlsx", args=[county.deputy.pk])).content
        cells = [cell for sheet in load_workbook(io.BytesIO(book)) for row in sheet.values for cell in row]
        assert not any("王秀兰" in str(cell) or case.title == cell for cell in cells)


def test_both_files_say_what_the_page_says(county: County) -> None:
    client = signed_in(county.officer)
    english = {"headers": {"accept-language": "en"}}
    book = load_workbook(
        io.BytesIO(client.get(reverse("dossier_xlsx", args=[county.deputy.pk]), **english).content)
    )
    rows = [row[1] for row in book["Overview"].iter_rows(min_row=2, values_only=True)]
    assert rows == list(COUNTED.values())
    assert [sheet.max_row - 1 for sheet in book.worksheets[1:]] == rows
    made = Document(
        io.BytesIO(client.get(reverse("dossier_docx", args=[county.deputy.pk]), **english).content)
    )
    assert [row.cells[1].text for row in made.tables[0].rows[1:]] == [str(n) for n in rows]
    assert [len(table.rows) - 1 for table in made.tables[1:]] == [n for n in rows if n]


def test_a_long_year_costs_no_more_queries(county: County) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            numbers(county.officer, county)
        return len(captured)

    before = cost()
    for _turn in range(5):
        services.note(days.heard(county), actor=Actor.of(county.officer))
        services.help_given(
            county.deputy, what="解释", done_on=timezone.localdate(), actor=Actor.of(county.officer)
        )
    assert cost() == before


def test_what_a_stranger_may_read_is_numbers_where_the_rules_publish_them(
    county: County, client: Any, office_rules: Set
) -> None:
    url = reverse("deputy_page", args=[county.deputy.pk])
    page = client.get(url, headers={"accept-language": "en"}).content.decode()
    heading = f"Contact with the people in {this_year()}"
    assert heading in page and "陪同办理医保" not in page and "北头三户" not in page
    office_rules(switch={"duty_record_public": False})
    assert heading not in client.get(url, headers={"accept-language": "en"}).content.decode()


def test_the_dossier_says_the_minimum_of_the_running_year_alone(county: County) -> None:
    client = signed_in(county.deputy_user)
    url = reverse("dossier", args=[county.deputy.pk])
    assert "第六条" in client.get(url).content.decode()
    assert "第六条" not in client.get(url, {"year": this_year() - 1}).content.decode()


def test_helps_open_for_the_deputy_the_office_and_the_committee(county: County) -> None:
    (line,) = dossier_of(county.officer, county.deputy, of_year(this_year())).section("helps").entries
    stranger = County()
    assert signed_in(county.deputy_user).get(line.url).status_code == 200
    for user in (stranger.officer, stranger.deputy_user, county.station_staff, county.handler):
        assert signed_in(user).get(line.url).status_code == 404
        assert signed_in(user).get(reverse("dossier", args=[county.deputy.pk])).status_code == 404


def test_whoever_was_recorded_before_the_year_began_is_not_in_it(county: County) -> None:
    county.deputy.service_records.update(done_on=date(this_year(), 1, 1))
    assert numbers(county.officer, county)["helps"] == 1
    county.deputy.service_records.update(done_on=date(this_year(), 1, 1) - timedelta(days=1))
    assert numbers(county.officer, county)["helps"] == 0


# --- The list of all of them ----------------------------------------------------------------------------------
def test_the_office_and_the_committee_find_every_dossier_and_who_is_below_the_minimum(county: County) -> None:
    other = days.another_deputy(county)
    for user in (county.officer, county.committee):
        client = signed_in(user)
        rows = client.get(reverse("dossiers")).context["found"]
        assert {one.deputy for one in rows} == {county.deputy, other}
        (below,) = client.get(reverse("dossiers"), {"show": "below"}).context["found"]
        assert (below.deputy, below.had, below.missing) == (other, 0, 4)
        assert client.get(reverse("dossiers"), {"q": other.name}).context["found"][0].deputy == other
        assert client.get(reverse("dossiers"), {"q": "没有这个人"}).context["found"] == []
    county.congress.rule_profile = "national"
    county.congress.save()
    assert signed_in(county.officer).get(reverse("dossiers"), {"show": "below"}).context["found"] == []
