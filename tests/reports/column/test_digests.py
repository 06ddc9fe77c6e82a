"""The digest: numbered without a gap, released by a second person, signed for once, adopted on the record."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document

from accounts.actors import Actor
from casework.errors import Incomplete, NotAllowed, StepRefused
from casework.models import Case
from reports.column import digests, gathering
from reports.column.access import digests_visible_to
from reports.column.digests import Reader
from reports.column.models import DigestIssue
from reports.column.papers import official
from reports.naming import numeral
from tests import loops
from tests.factories import County, TopicFactory
from tests.reports.column import pieces
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


def test_the_compiler_does_not_release_it_and_numbers_run_without_a_gap(county: County) -> None:
    dropped = pieces.issue(county, title="不发了")
    digests.advance(dropped, "discard", actor=Actor.of(county.officer), note="内容重复")
    made = pieces.issue(county)
    pieces.matter(county, made)
    digests.advance(made, "submit", actor=Actor.of(county.officer))
    with pytest.raises(StepRefused):
        digests.release(made, [Reader("committee", "主任会议")], actor=Actor.of(county.officer))
    digests.release(made, [Reader("committee", "主任会议")], actor=Actor.of(county.committee))
    second = pieces.sent(county)
    assert (made.serial, second.serial) == (1, 2)
    assert pieces.sent(County()).serial == 1


def test_it_is_sent_to_somebody(county: County) -> None:
    made = pieces.issue(county)
    digests.advance(made, "submit", actor=Actor.of(county.officer))
    with pytest.raises(Incomplete):
        digests.release(made, [], actor=Actor.of(county.committee))


def test_an_organ_sees_what_was_sent_to_it_and_signs_once_for_its_own_copy(county: County) -> None:
    waiting = pieces.issue(county)
    made = pieces.sent(county)
    assert list(digests_visible_to(county.head)) == [made]
    assert not digests_visible_to(County().head).exists()
    mine, theirs = made.receipts.get(organ=county.organ), made.receipts.get(kind="committee")
    with pytest.raises(NotAllowed):
        digests.receive(theirs, actor=Actor.of(county.head))
    client = signed_in(county.head)
    assert client.get(reverse("digest", args=[waiting.pk])).status_code == 404
    client.post(reverse("digest_receive", args=[made.pk, mine.pk]), {"signed_by": "别人"})
    mine.refresh_from_db()
    assert mine.signed_by == str(county.head)
    with pytest.raises(StepRefused):
        digests.receive(mine, actor=Actor.of(county.head))
    page = client.get(reverse("digest", args=[made.pk])).content.decode()
    assert "主任会议" not in page


def test_the_office_notes_who_signed_on_paper(county: County) -> None:
    made = pieces.sent(county)
    copy = made.receipts.get(kind="committee")
    signed_in(county.officer).post(
        reverse("digest_receive", args=[made.pk, copy.pk]), {"signed_by": "办公室李明"}
    )
    copy.refresh_from_db()
    assert (copy.signed_by, copy.signed_at is not None) == ("办公室李明", True)


def test_figures_count_matters_once_however_often_they_were_adopted(county: County) -> None:
    made = pieces.sent(county)
    entry = made.entries.get()
    given = {"actor": Actor.of(county.officer), "by": "县长", "on": timezone.localdate()}
    digests.adopt(entry, kind="instructed", words="请交通局研究。", **given)  # type: ignore[arg-type]
    digests.adopt(entry, kind="instructed", words="月底前报结果。", followed="末班车延后一小时。", **given)  # type: ignore[arg-type]
    digests.receive(made.receipts.get(organ=county.organ), actor=Actor.of(county.head))
    pieces.issue(county)
    found = digests.figures(county.congress, timezone.localdate().year)
    assert found == {
        "issues": 1, "entries": 1, "people": 23, "copies": 2, "signed": 1, "adopted": 0, "instructed": 1, "followed": 1,
    }  # fmt: skip


def test_a_matter_tells_of_nobody_and_counts_its_people(county: County) -> None:
    made = pieces.issue(county)
    with pytest.raises(Incomplete):
        pieces.matter(county, made, body="联系 13912345678")
    cases = [loops.submitted(county), loops.submitted(county)]
    with pytest.raises(Incomplete):
        pieces.matter(county, made, cases=cases, people=1)
    secret = loops.registered(county, confidential=True)
    assert not gathering.words_of([secret])


def test_the_form_begins_with_the_masked_words_of_chosen_opinions(county: County) -> None:
    case = loops.registered(county, body="电话13912345678，末班车太早，下班回不了家。")
    made = pieces.issue(county)
    client = signed_in(county.officer)
    url = reverse("digest_entry_new", args=[made.pk])
    form = client.get(url, {"case": case.number}).context["form"]
    assert "13912345678" not in form["body"].value()
    given = {"heading": "末班车太早", "body": "下班回不了家。", "people": "1", "numbers": case.number}
    assert client.post(url, given).status_code == 302
    assert list(made.entries.get().cases.all()) == [case]
    assert client.post(url, {**given, "numbers": "XXXX"}).status_code == 400


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_an_issue_is_an_official_document(county: County, suffix: str) -> None:
    made = pieces.sent(county)
    answer = signed_in(county.officer).get(reverse("digest_paper", args=[made.pk, suffix]))
    if suffix == "docx":
        text = "\n".join(line.text for line in Document(BytesIO(answer.content)).paragraphs)
        assert f"{made.year}年第1期" in text
        assert "一、末班车收得太早" in text
        assert "\n建议把末班车延后一小时。" in text
    else:
        with pikepdf.open(BytesIO(answer.content)) as pdf:
            assert len(pdf.pages) >= 1


def test_the_register_costs_the_same_for_many_as_for_one(
    county: County, django_assert_max_num_queries: object
) -> None:
    for _turn in range(4):
        pieces.sent(county)
    client = signed_in(county.officer)
    client.get(reverse("digests"))
    with django_assert_max_num_queries(21):  # type: ignore[operator]
        client.get(reverse("digests"))
    assert DigestIssue.objects.count() == 4


def test_numerals() -> None:
    assert [numeral(n) for n in (1, 10, 11, 20, 21)] == ["一", "十", "十一", "二十", "二十一"]


def test_what_many_raised_in_the_month_is_offered_and_fills_the_form(county: County) -> None:
    topic = TopicFactory(code="bus")
    for turn in range(5):
        case = loops.registered(
            county, body=f"第{turn}次反映末班车太早，电话13912345678。", confidential=turn == 0
        )
        Case.objects.filter(pk=case.pk).update(topic=topic)
    made = pieces.issue(county)
    client = signed_in(county.officer)
    url = reverse("digest_entry_new", args=[made.pk])
    (hot,) = client.get(url).context["hot"]
    assert (hot.topic, hot.number) == (topic, 5)
    form = client.get(url, {"topic": topic.pk, "place": hot.place.code if hot.place else ""}).context["form"]
    assert form["people"].value() == 5
    assert "第1次反映" in form["body"].value()
    assert "第0次反映" not in form["body"].value()  # its writer asked for confidentiality
    assert "13912345678" not in form["body"].value()


def test_the_body_that_issues_it_signs_and_without_one_the_standing_committee(county: County) -> None:
    made = pieces.sent(county)
    assert official(made).signature == f"{county.congress.name}常务委员会"
    bodies = county.congress.liaison_bodies
    bodies.create(kind="deputies_office", name="代表工作办公室")
    bodies.create(kind="deputies_commission", name="常委会代表工作委员会")
    made.congress.refresh_from_db()
    assert official(made).signature == "常委会代表工作委员会"
    assert official(made).issuer.endswith("社情民意摘报")
