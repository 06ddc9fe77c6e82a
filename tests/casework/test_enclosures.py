"""Files that an organ encloses with its reply: they go where the reply goes, and nowhere before."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.actors import Actor
from casework.access import attachments_visible_to, replies_visible_to
from casework.files import prepare
from casework.models import Attachment, Case
from casework.services import Part, approve_replies, release_reply
from feedback import services as feedback
from tests import loops
from tests.factories import County
from tests.feedback.test_receipt_page import opened
from tests.signing_in import signed_in
from tests.suggestions import ways

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


def picture(name: str = "现场.png") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (20, 20), "white").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def sent(county: County, case: Case, *files: Any, **changes: Any) -> Any:
    share = loops.share_of(case, county.organ)
    given = {"version": share.version, "body": loops.REPLY, "category": "A", "files": list(files), **changes}
    return signed_in(county.handler).post(reverse("share_step", args=[share.pk, "submit_reply"]), given)


def test_an_enclosure_stays_in_the_organ_until_the_reply_is_released(county: County) -> None:
    case = loops.handling(county)
    assert sent(county, case, picture()).status_code == 302
    one = Attachment.objects.get(reply__case=case)
    readers = {"officer": county.officer, "station": county.station_staff, "head": county.head}

    def see() -> set[str]:
        return {name for name, user in readers.items() if attachments_visible_to(user).filter(pk=one.pk)}

    assert see() == {"head"}
    release_reply(loops.share_of(case, county.organ), actor=Actor.of(county.head))
    assert see() == {"officer", "station", "head"}
    approve_replies(case, actor=Actor.of(county.officer))
    page = signed_in(county.officer).get(reverse("case", args=[case.number])).content.decode()
    assert (
        page.count(reverse("attachment", args=[one.pk])) == 1
    )  # with the reply, not among the citizen's files


def test_an_enclosure_of_another_organ_is_read_by_the_one_that_leads_alone(county: County) -> None:
    lead, assist = Part(county.organ, "lead"), Part(county.second_organ, "assist")
    case = loops.assigned(county, [lead, assist, Part(county.third_organ, "assist")])
    for organ, user in ((county.organ, county.handler), (county.second_organ, county.second_handler)):
        loops.sign(loops.share_of(case, organ), actor=Actor.of(user))
    share = loops.share_of(case, county.second_organ)
    loops.submit_reply(share, actor=Actor.of(county.second_handler), body=loops.REPLY, category="A")
    release_reply(loops.share_of(case, county.second_organ), actor=Actor.of(county.second_head))
    reply = case.replies.get()
    assert reply in replies_visible_to(county.handler) and reply in replies_visible_to(county.officer)
    assert reply not in replies_visible_to(county.third_handler)


def test_a_file_that_cannot_be_taken_is_named_and_nothing_is_sent(county: County) -> None:
    case = loops.handling(county)
    answer = sent(county, case, SimpleUploadedFile("程序.exe", b"MZ\x90\x00" * 20))
    assert answer.status_code == 400 and "程序.exe" in answer.content.decode()
    assert loops.share_of(case, county.organ).status == "handling" and not Attachment.objects.exists()


def test_other_files_take_the_place_of_those_of_the_draft_before(county: County) -> None:
    case = loops.handling(county)
    sent(county, case, picture("一.png"))
    loops_head = Actor.of(county.head)
    from_head = loops.share_of(case, county.organ)
    ways.casework.send_back(from_head, actor=loops_head, note="请换清晰的照片。")
    assert (
        "一.png"
        in signed_in(county.handler)
        .get(reverse("share_step", args=[from_head.pk, "submit_reply"]))
        .content.decode()
    )
    sent(county, case, picture("二.png"))
    assert [one.name for one in Attachment.objects.filter(reply__case=case)] == ["二.png"]


def test_undoing_the_submission_takes_its_enclosures_back(county: County, settings: Any) -> None:
    settings.UNDO_SECONDS = 10
    case = loops.handling(county)
    share = loops.share_of(case, county.organ)
    client = signed_in(county.handler)
    given = {"version": share.version, "body": loops.REPLY, "category": "A", "files": [picture()]}
    client.post(reverse("share_step", args=[share.pk, "submit_reply"]), given)
    first = case.events.get(action="submit_reply")
    assert client.post(reverse("undo", args=[case.number, first.pk])).status_code == 302
    assert not Attachment.objects.exists() and loops.share_of(case, county.organ).status == "handling"


# --- To the citizen ---------------------------------------------------------------------------------------------
def reviewed(county: County, case: Case, *files: Any) -> list[Attachment]:
    """The organ answers with ``files``, and the office approves what it says."""
    sent(county, case, *files)
    release_reply(loops.share_of(case, county.organ), actor=Actor.of(county.head))
    case.refresh_from_db()
    approve_replies(case, actor=Actor.of(county.officer))
    return list(Attachment.objects.filter(reply__case=case))


def test_what_the_office_passes_on_reaches_the_citizens_receipt_and_nothing_else(county: County) -> None:
    case = loops.handling(county)
    kept, given = reviewed(county, case, picture("内部.png"), picture("公示.png"))
    client = opened(case)
    addresses = {one: reverse("receipt_file", args=[case.number, one.pk]) for one in (kept, given)}
    assert client.get(addresses[given]).status_code == 404, "not before the answer"
    form = {"version": case.version, "body": loops.REPLY, "enclosed": [given.pk]}
    officer = signed_in(county.officer)
    shown = officer.post(reverse("step", args=[case.number, "feed_back"]), form)
    assert "公示.png" in shown.content.decode() and "内部.png" not in shown.content.decode()
    assert (
        officer.post(reverse("step", args=[case.number, "feed_back"]), form | {"_confirmed": "1"}).status_code
        == 302
    )
    page = client.get(reverse("receipt", args=[case.number])).content.decode()
    assert "公示.png" in page and "内部.png" not in page
    assert client.get(addresses[given]).status_code == 200
    assert client.get(addresses[kept]).status_code == 404


def test_an_enclosure_of_another_case_cannot_be_passed_on(county: County) -> None:
    other = loops.handling(county)
    foreign = reviewed(county, other, picture())[0]
    case = loops.handling(county)
    reviewed(county, case)
    feedback.feed_back(case, actor=Actor.of(county.officer), body=loops.REPLY, enclosed=[foreign.pk])
    foreign.refresh_from_db()
    assert foreign.event_id is None


def test_those_who_are_answered_together_get_the_enclosures_too(county: County) -> None:
    case = loops.handling(county)
    follower = loops.joined(county, case)
    case.refresh_from_db()
    one = reviewed(county, case, picture())[0]
    case.refresh_from_db()
    feedback.feed_back(case, actor=Actor.of(county.officer), body=loops.REPLY, enclosed=[one.pk])
    follower.refresh_from_db()
    client = opened(follower)
    assert one.name in client.get(reverse("receipt", args=[follower.number])).content.decode()
    assert client.get(reverse("receipt_file", args=[follower.number, one.pk])).status_code == 200


def test_each_deputy_who_is_answered_together_gets_the_enclosures(county: County) -> None:
    leading = ways.accepted(county)
    follower = ways.joined(county, leading)
    leading.refresh_from_db()
    ways.casework.assign(leading, [Part(county.organ)], actor=ways.office(county))
    share = ways.live_share(leading)
    ways.casework.sign(share, actor=Actor.of(county.handler))
    ways.spoken(county, share)
    ways.casework.submit_reply(
        share, actor=Actor.of(county.handler), body=ways.ANSWER, category="A", letter=ways.letter(leading),
        files=prepare([picture()]),
    )  # fmt: skip
    release_reply(share, actor=Actor.of(county.head))
    mine, theirs = leading.replies.get().attachments.get(), follower.replies.get().attachments.get()
    assert (theirs.name, theirs.digest) == (mine.name, mine.digest) and theirs.file.name != mine.file.name
    assert theirs.case_id == follower.pk and theirs.reply.case_id == follower.pk
