"""A suggestion in real browsers: drafted on a laptop, signed on a phone, handled, answered, rated and published."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from casework.models import Case
from feedback import receipts
from suggestions import services
from suggestions.models import Suggestion
from tests import loops
from tests.browser.hands import follow
from tests.browser.portal import Portal, press, standing, take
from tests.browser.test_office import findings
from tests.conftest import DESK, PHONE
from tests.factories import County
from tests.suggestions import ways

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.worker]


@pytest.fixture
def county(transactional_db: None) -> County:
    return County()


def test_a_suggestion_is_walked_from_two_opinions_to_the_citizens_receipt(
    portal: Portal, county: County, worker: object, wait_until: Callable[..., None]
) -> None:
    ways.session_of(county)
    opinions = [loops.to_convert(county), loops.with_deputy(county)]
    cosigner, cosigners_user = ways.another_deputy(county)

    # 1. The deputy drafts on a laptop, beside the words of both; the draft keeps itself.
    deputy = portal.desk(county.deputy_user)
    deputy.goto("/deputy/suggestions/new/")
    for box in deputy.locator("main form [type=checkbox]").all():
        box.check()
    press(deputy)
    draft = Suggestion.objects.get()
    expect(deputy.locator("main")).to_contain_text(loops.BODY[:20])
    form = deputy.locator("#draft-form")
    for name in ("title", "facts", "proposal", "verified"):
        form.locator(f"[name={name}]").fill(ways.WORDS[name])
    form.locator("[name=verified_how][value=visit]").check()
    form.locator("[name=one_matter]").check()
    wait_until(
        lambda: Suggestion.objects.get().proposal == ways.WORDS["proposal"], what="the draft keeps itself"
    )
    expect(form.locator("#draft-kept")).to_contain_text("保存")
    deputy.fill("[name=names]", cosigner.name)
    follow(deputy.get_by_role("button", name="邀请联名"))

    # 2. The co-signer reads and signs, on a phone: two taps.
    phone = portal.desk(cosigners_user, PHONE)
    phone.goto("/deputy/suggestions/")
    follow(phone.get_by_role("link", name=ways.TITLE))
    expect(phone.locator("main")).to_contain_text(ways.WORDS["proposal"])
    follow(phone.get_by_role("button", name="同意签名"))
    deputy.goto(f"/deputy/suggestions/{draft.pk}/")
    expect(deputy.locator("main")).to_contain_text("已签名")
    follow(deputy.get_by_role("button", name="提交", exact=True))
    case = Case.objects.suggestions().get()
    assert standing(case) == "lodged" and case.signatories.count() == 2
    wait_until(lambda: standing(opinions[0]) == "carried", seconds=60, what="the opinion waits")

    # 3. The office accepts and assigns.
    officer = portal.desk(county.officer)
    officer.goto("/desk/suggestions/")
    expect(officer.locator("main")).to_contain_text(ways.TITLE)
    take(officer, case, "accept")
    take(officer, case, "assign", organ_1=str(county.organ.pk))
    assert standing(case) == "assigned"

    # 4. The organ speaks with the deputy before it answers, by a whole letter.
    handler = portal.desk(county.handler)
    take(handler, case, "sign")
    take(handler, case, "record_contact", manner="visit", summary="当面听取代表意见。")
    given = ways.letter(Case.objects.get(pk=case.pk))
    take(
        handler, case, "submit_reply", body=ways.ANSWER, category="A", number=given.number, answers=given.answers,
        signer=given.signer, signer_office=given.signer_office, contact=given.contact,
        contact_phone=given.contact_phone,
    )  # fmt: skip
    take(portal.desk(county.head), case, "release_reply")
    assert standing(case) == "delivered"

    # 5. The lead deputy rates; two officers publish.
    take(deputy, case, "rate_answer", attitude="3", result="3")
    assert standing(case) == "concluded"
    take(officer, case, "propose_publication")
    take(portal.desk(county.colleague), case, "confirm_publication")
    assert Case.objects.get(pk=case.pk).is_public

    # 6. The citizen opens the chain.
    citizen = portal.phone(script=False)
    citizen.goto("/track/")
    citizen.fill("[name=number]", opinions[0].number)
    citizen.fill("[name=code]", receipts.code_for(opinions[0].opinion.submission_key))
    press(citizen)
    chain = citizen.locator("main section", has_text="由您所反映情况形成的建议").first
    for words in ("共2人", ways.TITLE, ways.WORDS["proposal"], ways.ANSWER):
        expect(chain).to_contain_text(words)
    assert citizen.evaluate("document.documentElement.scrollWidth") <= 360


def of_case(case: Case, *actions: str) -> dict[str, str]:
    pages = {action: reverse("step", args=[case.number, action]) for action in actions}
    return {"case": reverse("case", args=[case.number]), **pages}


def numbered(**groups: dict[str, str]) -> dict[str, str]:
    return {f"{group} {name}": address for group, pages in groups.items() for name, address in pages.items()}


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["360", "1280"])
def test_axe_finds_nothing_on_the_pages_of_suggestions_and_nothing_is_cut_off(
    portal: Portal, county: County, size: dict[str, int]
) -> None:
    ways.session_of(county)
    ways.draft(county, (loops.to_convert(county),))
    signing, others = ways.signed(county)
    mine = {"list": reverse("my_suggestions"), "new": reverse("draft_new")}
    mine |= {f"draft {one.pk}": reverse("draft", args=[one.pk]) for one in Suggestion.objects.all()}
    unhappy, delivered = ways.concluded_unhappy(county), ways.delivered(county)
    deputys = numbered(
        mine=mine,
        rated=of_case(unhappy),
        answered=of_case(delivered, "rate_answer"),
        returned=of_case(ways.sent_back(county), "resubmit", "retract"),
    )
    assert not findings(portal.desk(county.deputy_user, size), deputys)
    sign = {"sign": reverse("draft_sign", args=[signing.pk])}
    assert not findings(portal.desk(others[0], size), sign)

    services.propose(
        unhappy, actor=ways.office(county), decision="none", exception="private", note="涉及具体家庭。"
    )
    desk = numbered(
        board={"board": reverse("suggestion_board"), "late": f"{reverse('suggestion_board')}?view=late"},
        lodged=of_case(ways.lodged(county), "accept", "send_back", "turn_down"),
        accepted=of_case(ways.accepted(county), "assign", "join", "make_key"),
        mediated=of_case(ways.to_mediate(county), "record_mediation"),
        answered=of_case(delivered, "propose_publication"),
    )
    assert not findings(portal.desk(county.officer, size), desk)
    second = of_case(unhappy, "confirm_publication", "refuse_publication")
    assert not findings(portal.desk(county.colleague, size), second)

    share = ways.live_share(ways.handling(county))
    organs = {
        name: reverse("share_step", args=[share.pk, name]) for name in ("record_contact", "submit_reply")
    }
    assert not findings(portal.desk(county.handler, size), {"list": reverse("organ_list"), **organs})
