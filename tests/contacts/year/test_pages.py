"""The pages of the yearly work open, with what belongs on each."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from contacts.models import LineOpinion
from feedback.forms.public import new_key
from tests.contacts import asked, days
from tests.contacts.year import works
from tests.factories import County
from tests.loops import BODY
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


def test_a_citizen_reads_the_years_topics_and_writes_to_one(county: County) -> None:
    plan = works.published(county)
    line = plan.topics.get().line
    line.inquiries.add(asked.opened(county))
    line.occasions.add(days.announced(county))
    client = Client()
    assert "城乡公交一体化" in client.get(reverse("public_plans")).content.decode()
    page = client.get(reverse("public_topic", args=[line.pk])).content.decode()
    assert "出行问卷" in page
    assert reverse("write_to_topic", args=[line.pk]) in page
    url = reverse("write_to_topic", args=[line.pk])
    assert "城乡公交一体化" in client.get(url).content.decode()
    answer = client.post(url, {"body": BODY, "confidential": "no", "key": new_key(), "sure": "1"})
    opinion = LineOpinion.objects.get()
    assert answer.status_code == 302
    assert opinion.line == line
    assert (opinion.case.congress, opinion.case.opinion.body) == (county.congress, BODY)


@pytest.mark.parametrize("role", ["officer", "committee"])
def test_the_desks_pages_open(county: County, role: str) -> None:
    client = signed_in(county.staff[role])
    plan = works.published(county)
    line = plan.topics.get().line
    levels = works.Levels(county)
    guidance = works.sent(levels)
    pages = [
        reverse("contact_plans"),
        reverse("contact_plan", args=[plan.pk]),
        reverse("plan_issues", args=[plan.pk]),
        reverse("plan_line", args=[line.pk]),
        reverse("plan_line_cases", args=[line.pk]),
        reverse("campaigns"),
        reverse("campaign", args=[works.announced(county).pk]),
        reverse("guidance_desk"),
        reverse("guidance_new"),
        reverse("guidance", args=[guidance.pk]),
        reverse("guidance_copy", args=[guidance.copies.get().pk]),
        reverse("visit_new"),
        reverse("visit", args=[works.visit(levels).pk]),
    ]
    for url in pages:
        assert client.get(url).status_code == 200, url


def test_the_forms_of_the_desk_save(county: County) -> None:
    client = signed_in(county.officer)
    answer = client.post(reverse("contact_plan_new"), {"congress": county.congress.pk, "year": 2027})
    plan = county.congress.contact_plans.get()
    assert answer.url == reverse("contact_plan", args=[plan.pk])
    url = reverse("plan_topic_new", args=[plan.pk])
    assert client.get(url).status_code == 200
    given = {
        "version": plan.version,
        "source": "party_decision",
        "title": "乡村振兴",
        "why": "县委全会的决定",
        "responsible": county.officer.pk,
        "starts_on": "2027-01-01",
        "ends_on": "2027-06-30",
        "target": "每个乡镇都听一遍",
    }
    refused = client.post(url, given)
    assert refused.status_code == 400
    assert 'href="#id_document"' in refused.content.decode()
    assert client.post(url, {**given, "document": "县委十四届七次全会决定"}).status_code == 302
    topic = plan.topics.get()
    edit = reverse("plan_topic_edit", args=[plan.pk, topic.pk])
    assert "县委十四届七次全会决定" in client.get(edit).content.decode()
    client.post(reverse("plan_topic_drop", args=[plan.pk, topic.pk]))
    assert not plan.topics.exists()


def test_a_deputy_reports_and_the_committee_closes(county: County) -> None:
    deputy, committee = signed_in(county.deputy_user), signed_in(county.committee)
    given = {"key": "0" * 32, "kind": "time", "who": "某公司", "what": "不准假"}
    answer = deputy.post(reverse("my_report"), given)
    report = county.congress.obstruction_reports.get()
    assert answer.url == reverse("obstruction", args=[report.pk])
    assert deputy.get(answer.url).status_code == 200
    assert "某公司" in committee.get(answer.url).content.decode()
    assert committee.get(reverse("obstructions")).status_code == 200
    take = reverse("obstruction_step", args=[report.pk, "take"])
    assert committee.get(take).status_code == 200
    client_given = {"version": report.version, "owner": county.committee.pk, "note": "已收到"}
    assert committee.post(take, client_given).status_code == 302
    for step in ("act", "disclose", "close", "give"):
        assert committee.get(reverse("obstruction_step", args=[report.pk, step])).status_code == 200
    assert "已收到" in deputy.get(answer.url).content.decode()
