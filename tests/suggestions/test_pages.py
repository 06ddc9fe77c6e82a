"""The pages of suggestions: a deputy writes, others sign, the office examines, an organ answers, the deputy rates."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from casework.models import Case
from suggestions.models import Suggestion
from tests import loops
from tests.factories import County
from tests.signing_in import signed_in
from tests.suggestions import ways

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


def words(**changes: Any) -> dict[str, Any]:
    given = {**ways.WORDS, "one_matter": "on", "delegation": "", "keep_back_why": ""}
    return {**given, **changes}


def send(client: Any, url: str, version: int, **data: Any) -> Any:
    return client.post(url, {"version": version, **data}, follow=True)


def test_a_suggestion_goes_through_the_pages_from_draft_to_published(county: County) -> None:
    ways.session_of(county)
    opinions = [loops.to_convert(county), loops.with_deputy(county)]
    deputy, officer = signed_in(county.deputy_user), signed_in(county.officer)
    handler, head, second = signed_in(county.handler), signed_in(county.head), signed_in(county.colleague)

    page = deputy.get(reverse("draft_new"))
    assert opinions[0].title in page.content.decode()
    page = deputy.post(reverse("draft_new"), {"opinions": [one.pk for one in opinions]}, follow=True)
    draft = Suggestion.objects.get()
    assert draft.links.count() == 2
    assert loops.BODY in page.content.decode(), "the opinions stand beside the draft"
    assert draft.facts == "", "their words are not taken over"
    kept = deputy.post(reverse("draft_save", args=[draft.pk]), {"version": 1, **words(title="关于搅拌站")})
    assert kept.status_code == 200 and 'name="version" value="2"' in kept.content.decode()
    older = deputy.post(reverse("draft_save", args=[draft.pk]), {"version": 1, **words(title="另一个窗口")})
    assert older.status_code == 409 and 'name="version" value="1"' in older.content.decode(), (
        "nothing newer is lost"
    )
    assert "草稿已在另一窗口修改" in older.content.decode()
    page = send(deputy, reverse("draft", args=[draft.pk]), 2, **words(), _hand_in="1")
    case = Case.objects.suggestions().get()
    assert case.status == "lodged" and case.title in page.content.decode()

    def step(client: Any, action: str, **data: Any) -> Any:
        case.refresh_from_db()
        url = reverse("step", args=[case.number, action])
        assert client.get(url).status_code == 200, action
        answer = send(client, url, case.version, **data)
        assert answer.status_code == 200, (action, answer.content.decode()[-3000:])
        case.refresh_from_db()
        return answer

    def share_step(client: Any, action: str, **data: Any) -> Any:
        share = case.assignments.live().get()
        url = reverse("share_step", args=[share.pk, action])
        assert client.get(url).status_code == 200, action
        answer = send(client, url, share.version, **data)
        assert answer.status_code == 200, (action, answer.content.decode()[-3000:])
        case.refresh_from_db()
        return answer

    step(officer, "accept", owner=county.officer.pk)
    assert (case.status, case.serial) == ("accepted", 1)
    step(officer, "assign", organ_1=county.organ.pk, mode="together", is_wide="on")
    assert (case.status, case.due_clock) == ("assigned", "reply_extended")
    board = officer.get(reverse("suggestion_board")).content.decode()
    assert case.title in board
    assert case.title in handler.get(reverse("organ_list") + "?tab=sign").content.decode()
    share_step(handler, "sign")
    share_step(handler, "record_contact", manner="visit", happened_on="2020-01-02", summary="当面听取意见。")
    letter = ways.letter(case)
    share_step(
        handler, "submit_reply", body=ways.ANSWER, category="A", number=letter.number, answers="1",
        signer=letter.signer, signer_office=letter.signer_office, contact=letter.contact,
        contact_phone=letter.contact_phone, sealed="on",
    )  # fmt: skip
    share_step(head, "release_reply")
    assert case.status == "delivered"
    seen = deputy.get(reverse("case", args=[case.number])).content.decode()
    assert ways.ANSWER in seen and letter.number in seen
    step(officer, "propose_publication", decision="whole", **{
        name: getattr(draft, name) or ways.WORDS[name] for name in ("title", "facts", "proposal")
    }, answer=ways.ANSWER)  # fmt: skip
    step(second, "confirm_publication")
    assert case.is_public
    step(deputy, "rate_answer", attitude=3, result=3)
    assert case.status == "concluded"
    assert officer.get(reverse("suggestion_board") + "?view=late").status_code == 200


def test_whoever_answers_a_suggestion_reads_those_that_are_handled_together_with_it(county: County) -> None:
    leading = ways.handling(county)
    other = ways.joined(county, leading, title="关于同一事项的建议", facts="路口没有信号灯。")
    for user in (county.deputy_user, county.officer, county.handler, county.head):
        page = signed_in(user).get(reverse("case", args=[leading.number]))
        assert page.status_code == 200
        text = page.content.decode()
        assert other.title in text and "路口没有信号灯。" in text and "分别答复各领衔代表" in text
    ways.spoken(county, ways.live_share(leading))
    form = signed_in(county.handler).get(
        reverse("share_step", args=[ways.live_share(leading).pk, "submit_reply"])
    )
    assert f"joined_{other.number}" in form.content.decode(), "a number for each letter"
