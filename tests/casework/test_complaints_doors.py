"""No door shows a complaint about a deputy to anybody but the standing committee, and never to that deputy."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse
from django.utils import timezone

from accounts.actors import Actor
from casework.access import assignments_visible_to, readers_of_complaint, visible_to
from casework.errors import Incomplete
from casework.files import Prepared
from casework.models import Case, Complaint
from casework.services import acting_as
from deputies.models import Post
from feedback import receipts, services
from tests import complaints, loops
from tests.casework.test_complaints import drain
from tests.factories import County, DeputyFactory
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
OTHERS = ("officer", "station", "deputy", "handler", "head", "operator")


@pytest.fixture
def county() -> County:
    return County()


def every_door(case: Case, file: int) -> list[str]:
    """Every address of the portal that can be built: the complaint's own, its file's, and every list."""
    found = []
    given = {"number": case.number, "pk": file, "action": "note", "first": case.events.last().pk,  # type: ignore[union-attr]
             "year": timezone.localdate().year, "figure": "received", "code": "1"}  # fmt: skip
    for pattern in _patterns(get_resolver()):
        names = pattern.pattern.converters
        try:
            found.append(reverse(pattern.name or "", kwargs={name: given[name] for name in names}))
        except (NoReverseMatch, KeyError):
            continue
    searched = [
        f"/desk/?{query}" for query in (f"q={case.number}", f"open={case.number}", "q=土特产", "group=closed")
    ]
    back_office = ["/backoffice/", "/backoffice/casework/effect/", "/backoffice/accounts/accesslog/"]
    lists = ["/api/cases/?status=received", "/desk/complaints/?tab=closed", "/published/?q=土特产"]
    steps = [f"/cases/{case.number}/{action}/" for action in ("take_on", "register", "hand_over", "nonsense")]
    return [*found, *searched, *back_office, *lists, *steps]


def _patterns(resolver: Any) -> Any:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield entry
        elif entry.namespace != "admin":
            yield from _patterns(entry)


def secrets_of(case: Case) -> list[str]:
    return [case.number, "土特产", "辱骂", loops.PERSON.name, "补充的证据"]


@pytest.fixture(params=["received", "looked_into", "settled", "handed over", "handed over when registered"])
def complaint(request: Any, county: County) -> Case:
    file = Prepared("证据.png", "image/png", b"\x89PNG")
    name = request.param
    if name.startswith("handed over"):
        case = complaints.handed_over(county, "registered" if "registered" in name else "submitted")
        services.add_remark(case, words="补充的证据在此", files=(file,))
    else:
        case = complaints.TO_STATUS[name](county, files=(file,))
    drain()
    case.refresh_from_db()
    return case


@pytest.mark.parametrize("role", OTHERS)
def test_no_page_list_search_or_program_shows_it_to(county: County, complaint: Case, role: str) -> None:
    client = signed_in(county.staff[role])
    file = complaint.attachments.first()
    assert file is not None
    for url in every_door(complaint, file.pk):
        answer = client.get(url)
        assert answer.status_code < 500, url
        if answer.status_code != 200:
            continue
        shown = b"".join(answer) if answer.streaming else answer.content  # type: ignore[arg-type]
        for secret in secrets_of(complaint):
            assert secret in url or secret not in shown.decode(errors="replace"), (url, secret)
    for url in (f"/cases/{complaint.number}/", f"/files/{file.pk}/", f"/api/cases/{complaint.number}/"):
        assert client.get(url).status_code == 404, url
    assert client.post(f"/desk/cases/{complaint.number}/identity/", {"purpose": "urgent"}).status_code == 404
    assert client.post(f"/api/cases/{complaint.number}/steps/note/", {"version": 1}).status_code == 404
    assert not visible_to(county.staff[role]).filter(pk=complaint.pk).exists()
    assert not assignments_visible_to(county.staff[role]).filter(case=complaint).exists()


def test_the_committee_reads_it_whole_and_each_look_at_the_citizen_is_logged(
    county: County, complaint: Case
) -> None:
    client = signed_in(county.committee)
    page = client.get(f"/cases/{complaint.number}/").content.decode()
    assert "土特产" in page
    assert county.deputy.name in page
    file = complaint.attachments.get()
    assert client.get(f"/files/{file.pk}/").status_code == 200
    tab = "" if complaint.is_open else "?tab=closed"
    assert complaint.number in client.get(f"/desk/complaints/{tab}").content.decode()
    assert "土特产" not in client.get(f"/desk/?q={complaint.number}").content.decode()
    opened = client.post(f"/desk/cases/{complaint.number}/identity/", {"purpose": "call_back"})
    assert loops.PERSON.name in opened.content.decode()
    code = receipts.code_for(complaint.opinion.submission_key)
    citizen = Client()
    citizen.post("/track/", {"number": complaint.number, "code": code})
    receipt = citizen.get(f"/receipt/{complaint.number}/").content.decode()
    assert str(county.committee) in receipt
    assert str(county.congress) in receipt


@pytest.mark.parametrize("ended", [None, date(2024, 1, 1)])
def test_a_member_of_the_committee_who_is_the_deputy_sees_nothing_of_it(
    county: County, ended: date | None
) -> None:
    case = complaints.on_file(county)
    member = county.person("committee")
    assert case in visible_to(member)
    Post.objects.create(
        user=member,
        congress=county.congress,
        role="deputy",
        deputy=county.deputy,
        starts_on=date(2022, 1, 1),
        ends_on=ended,
    )
    member = type(member).objects.get(pk=member.pk)
    assert case not in visible_to(member)
    assert acting_as(Actor.of(member), case) == frozenset()
    assert list(readers_of_complaint(case)) == [county.committee]
    client = signed_in(member)
    assert client.get(f"/cases/{case.number}/").status_code == 404
    assert case.number not in client.get("/desk/complaints/").content.decode()


def test_nor_where_the_citizen_wrote_only_the_name(county: County) -> None:
    case = complaints.received(county, deputy=None, complains_of=f" {county.deputy.name} ")
    assert case.complaint.about is None
    member = county.person("committee")
    other = DeputyFactory(congress=county.congress, name=county.deputy.name)  # of another term
    Post.objects.create(
        user=member, congress=county.congress, role="deputy", deputy=other, starts_on=date(2022, 1, 1)
    )
    assert case not in visible_to(type(member).objects.get(pk=member.pk))
    assert member not in readers_of_complaint(case)


def test_the_responsible_person_is_never_the_deputy_it_is_about(county: County) -> None:
    case = complaints.on_file(county, deputy=None, complains_of="某代表")
    mine = DeputyFactory(congress=county.congress)
    Post.objects.create(
        user=county.committee,
        congress=county.congress,
        role="deputy",
        deputy=mine,
        starts_on=date(2022, 1, 1),
    )
    with pytest.raises(Incomplete, match="责任人"):
        services.name_deputy(case, actor=Actor.of(county.committee), about=mine)
    assert Complaint.objects.get(pk=case.pk).about is None


def test_the_database_refuses_a_complaint_that_names_a_deputy_or_is_not_confidential(county: County) -> None:
    case = complaints.received(county)
    for wrong in ({"deputy": county.deputy}, {"station": county.station}, {"confidential": False},
                  {"status": "registered"}, {"kind": "opinion"}):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(**wrong)


def test_the_same_persons_opinion_leads_to_no_complaint_of_theirs(county: County, complaint: Case) -> None:
    opinion = loops.submitted(county, body="接待群众时请不要收受土特产。")
    drain()
    client = signed_in(county.officer)
    for name in ("case", "case_similar"):
        page = client.get(reverse(name, args=[opinion.number])).content.decode()
        assert complaint.number not in page
        assert "辱骂" not in page
