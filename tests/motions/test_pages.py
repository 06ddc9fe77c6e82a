"""The pages of motions: drafted and signed, checked, decided, carried out, and read by everybody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.models import Case
from deputies.models import SpecialCommittee
from suggestions.models import Motion, Suggestion
from suggestions.services import motions as services
from suggestions.services.motions import rules
from tests.factories import County
from tests.motions import ways
from tests.signing_in import signed_in
from tests.suggestions.ways import another_deputy

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


def test_a_motion_goes_through_the_pages_from_draft_to_the_public_page(county: County) -> None:
    ways.meeting(county)
    deputy, officer = signed_in(county.deputy_user), signed_in(county.officer)
    committee, head = signed_in(county.committee), signed_in(county.head)
    deputy.post(reverse("draft_new"), {"form": "motion"})
    draft = Suggestion.objects.get()
    assert draft.is_motion
    page = deputy.get(reverse("draft", args=[draft.pk])).content.decode()
    assert "案由" in page and "案据" in page and "方案" in page and "核实方式" not in page
    others = [another_deputy(county) for _ in range(9)]
    words = {**ways.WORDS, "one_matter": "on", "delegation": "", "keep_back_why": ""}
    few = deputy.post(reverse("draft", args=[draft.pk]), {"version": 1, **words, "_hand_in": "1"})
    assert few.status_code == 400 and "第二十二条" in few.content.decode()
    names = "、".join(one.number for one, _user in others)
    deputy.post(reverse("draft_step", args=[draft.pk, "invite"]), {"names": names, "until": ""})
    draft.refresh_from_db()
    for _deputy, user in others:
        signed_in(user).post(reverse("draft_sign", args=[draft.pk]), {"version": draft.version, "_sign": "1"})
    deputy.post(reverse("draft", args=[draft.pk]), {"version": draft.version, **words, "_hand_in": "1"})
    case = Case.objects.motions().get()

    def step(client: Client, action: str, **data: Any) -> None:
        case.refresh_from_db()
        url = reverse("step", args=[case.number, action])
        assert client.get(url).status_code == 200, action
        answer = client.post(url, {"version": case.version, **data})
        assert answer.status_code == 302, (action, answer.content.decode()[-3000:])

    step(officer, "pass_check", owner=county.officer.pk)
    step(officer, "refer_first", committee=ways.COMMITTEE)
    step(committee, "give_opinion", note="建议闭会后审议。")
    step(officer, "leave_off", committee=ways.COMMITTEE, note=ways.NOTE)
    page = committee.get(reverse("case", args=[case.number])).content.decode()
    assert "征求有关机关意见的期限" in page and "建议闭会后审议。" in page
    step(committee, "consult", note="征求县人民政府意见。")
    step(committee, "record_opinion", note="同意议案内容。")
    step(committee, "report_motion", note="建议交办。")
    step(committee, "give_to_organ", organ=county.organ.pk)
    assert ways.TITLE in head.get(reverse("motion_board")).content.decode()
    step(head, "report_handling", note="年底前完成。")
    step(committee, "redo", note="缺少时间表。")
    step(head, "report_handling", note="十一月底前完成。")
    step(committee, "agree_to_report", note="同意。")
    assert Client().get(reverse("public_motion", args=[case.number])).status_code == 404
    copy = {
        "cause": ways.TITLE,
        "grounds": "案据。",
        "plan": ways.WORDS["proposal"],
        "results": "十一月底前完成。",
    }
    step(officer, "propose_publication", decision="whole", **copy)
    case.refresh_from_db()
    confirm = reverse("step", args=[case.number, "confirm_publication"])
    assert officer.post(confirm, {"version": case.version}).status_code == 403, "two people decide"
    assert Client().get(reverse("public_motion", args=[case.number])).status_code == 404
    step(signed_in(county.colleague), "confirm_publication")
    assert ways.TITLE in Client().get(reverse("public_motions"), follow=True).content.decode()
    shown = Client().get(reverse("public_motion", args=[case.number])).content.decode()
    for words_of in (ways.WORDS["proposal"], "十一月底前完成。", "已办结"):
        assert words_of in shown
    assert "同意议案内容。" not in shown, "what an organ said to the committee is not published"


def test_a_returned_motion_is_completed_and_signed_anew_on_its_pages(county: County) -> None:
    case, others = ways.handed_in(county)
    services.return_motion(case, actor=ways.office(county), note=ways.NOTE)
    deputy, url = signed_in(county.deputy_user), reverse("motion_complete", args=[case.number])
    assert "补充完善议案" in deputy.get(reverse("case", args=[case.number])).content.decode()
    words = {name: ways.WORDS[name] for name in ("title", "facts", "proposal")}
    deputy.post(url, {**words, "proposal": "建议由县人民政府牵头,年底前划定。"})
    assert Motion.objects.get().plan == "建议由县人民政府牵头,年底前划定。"
    assert services.standing(case).count() == 1, "who had signed signs the new words"
    assert signed_in(others[0]).post(url, words).status_code == 403
    step = reverse("step", args=[case.number, "add_signature"])
    for user in others:
        case.refresh_from_db()
        assert signed_in(user).post(step, {"version": case.version}).status_code == 302
    case.refresh_from_db()
    complete = reverse("step", args=[case.number, "complete"])
    assert deputy.post(complete, {"version": case.version}).status_code == 302
    case.refresh_from_db()
    assert case.status == "received"


def test_the_office_keeps_the_times_of_the_session_and_enters_a_committees_motion(county: County) -> None:
    session = ways.meeting(county, cutoff_in=None)
    officer = signed_in(county.officer)
    moment = timezone.localtime() + timedelta(hours=2)
    given = {"cutoff": moment.strftime("%Y-%m-%dT%H:%M"), "last_presidium": ""}
    assert officer.post(reverse("motion_times"), given).status_code == 302
    session.refresh_from_db()
    assert session.motion_cutoff is not None
    far = {"cutoff": "2031-01-01T10:00", "last_presidium": ""}
    assert officer.post(reverse("motion_times"), far).status_code == 400
    assert signed_in(county.deputy_user).post(reverse("motion_times"), given).status_code == 403
    words = {
        "proposer": "committee",
        "body": ways.COMMITTEE,
        "cause": "案由",
        "grounds": "案据",
        "plan": "方案",
    }
    assert officer.post(reverse("motion_new"), words).status_code == 302
    assert Motion.objects.get().body == ways.COMMITTEE
    assert officer.post(reverse("motion_new"), {**words, "plan": ""}).status_code == 400


def test_a_committee_finds_what_is_with_it_and_by_when(county: County) -> None:
    mine = ways.in_committee(county)
    other = ways.to_committee(county, title="关于另一件事的议案")
    rules.hand_to(other, "法制委员会")
    waiting = ways.before_standing(county, title="关于等待审议的议案")
    member, url = signed_in(county.staff["committee"]), reverse("committee_motions")
    page = member.get(url).content.decode()
    assert ways.TITLE in page and "关于另一件事的议案" in page and "征求有关机关意见的期限" in page
    assert waiting.title in page.split('id="standing-title"')[1]
    laws = SpecialCommittee.objects.get(name="法制委员会")
    narrowed = with_committees(member.get(url, {"committee": laws.pk}))
    assert "关于另一件事的议案" in narrowed and mine.title not in narrowed
    for unknown in ("没有的委员会", "0", "99999"):
        assert mine.title in with_committees(member.get(url, {"committee": unknown}))
    assert signed_in(county.deputy_user).get(url).status_code == 403


def with_committees(answer: Any) -> str:
    """The part of the committees' page that lists what is with one."""
    assert answer.status_code == 200
    return str(answer.content.decode().split('id="standing-title"')[0])


def test_my_committee_is_the_body_itself_also_after_it_was_renamed(county: County) -> None:
    mine = ways.in_committee(county)
    other = ways.to_committee(county, title="关于另一件事的议案")
    rules.hand_to(other, " 法制委员会 ")
    body = SpecialCommittee.objects.get(name="法制委员会")
    county.committee.posts.update(special_committee=body)
    body.name = "宪法和法律委员会"
    body.save()
    member, url = signed_in(county.committee), reverse("committee_motions")
    page = with_committees(member.get(url))
    assert other.title in page and mine.title not in page and "宪法和法律委员会" in page
    assert mine.title in with_committees(member.get(url, {"committee": "0"})), "every committee"
    rules.hand_to(mine, "宪法和法律委员会")
    page = with_committees(member.get(url))
    assert mine.title in page, "the same body under its new name"
    assert SpecialCommittee.objects.filter(congress=county.congress).count() == 2


def test_only_somebody_of_the_standing_committee_is_of_a_special_committee(county: County) -> None:
    body = SpecialCommittee.objects.create(congress=county.congress, name="法制委员会")
    with pytest.raises(IntegrityError, match="special_committee"), transaction.atomic():
        county.officer.posts.update(special_committee=body)
