"""A motion is made public by two people, in a copy without personal data, or kept back for a reason in law."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from casework.errors import Incomplete, NotAllowed, StepRefused
from casework.models import Case, Event
from suggestions import services as drafts
from suggestions.models import Motion, MotionPublication
from suggestions.public import published
from suggestions.services import motions as services
from tests import loops
from tests.factories import County
from tests.motions import ways
from tests.suggestions import ways as suggested
from tests.suggestions.test_citizens import now, receipt

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


def proposed(county: County, case: Case, **changes: object) -> None:
    copy = drafts.first_copy(case)
    given = {"decision": "whole", "copy": copy, **changes}
    drafts.propose(case, actor=ways.office(county), **given)  # type: ignore[arg-type]


def test_whoever_proposes_does_not_decide(county: County) -> None:
    case = ways.settled(county)
    proposed(county, case)
    with pytest.raises(NotAllowed):
        drafts.confirm(case, actor=ways.office(county))
    row = MotionPublication.objects.get()
    with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        MotionPublication.objects.filter(pk=row.pk).update(decided_by=row.proposed_by)
    drafts.confirm(case, actor=Actor.of(county.colleague))
    assert published().get() == case


def test_a_refused_proposal_is_proposed_anew(county: County) -> None:
    case = ways.settled(county)
    with pytest.raises(StepRefused):
        drafts.confirm(case, actor=Actor.of(county.colleague))
    proposed(county, case)
    drafts.refuse(case, actor=Actor.of(county.colleague), note="请再看一遍。")
    assert not published().exists()
    proposed(county, case)
    drafts.confirm(case, actor=Actor.of(county.colleague))
    assert MotionPublication.objects.count() == 1


def test_the_contact_data_of_deputies_are_left_out_and_refused(county: County) -> None:
    county.deputy.phone = "13900001111"
    county.deputy.save()
    case = ways.settled(county)
    Motion.objects.filter(case=case).update(decision="同意。领衔代表电话13900001111,另联系13800138000。")
    copy = drafts.first_copy(case)
    assert "13900001111" not in copy.results and "13800138000" not in copy.results
    for word in ("13900001111", "13800138000"):
        with pytest.raises(Incomplete) as missing:
            proposed(county, case, copy=drafts.MotionCopy("案由", "案据", f"请联系{word}。", ""))
        assert missing.value.field == "plan"


@pytest.mark.parametrize("exception", ["state", "business", "private"])
def test_less_than_the_whole_names_one_of_three_exceptions(county: County, exception: str) -> None:
    case = ways.settled(county)
    for wrong in ("", "deputy", "secret"):
        with pytest.raises(Incomplete):
            proposed(county, case, decision="none", exception=wrong, note="涉密。")
    with pytest.raises(Incomplete):
        proposed(county, case, decision="none", exception=exception, note="")
    proposed(county, case, decision="none", exception=exception, note="属于法定不公开情形。")
    drafts.confirm(case, actor=Actor.of(county.colleague))
    assert not case.is_public and not published().exists()
    assert Client().get(reverse("public_motion", args=[case.number])).status_code == 404


def test_later_decisions_are_public_when_two_people_have_decided_on_them_too(county: County) -> None:
    case = ways.published(county, ways.organ_reported(county))
    services.decide(case, "agree_to_report", actor=ways.office(county), note="常委会同意报告。")
    page = reverse("public_motion", args=[case.number])
    assert "常委会同意报告。" not in Client().get(page).content.decode()
    ways.published(county, case)
    assert "常委会同意报告。" in Client().get(page).content.decode()
    assert MotionPublication.objects.filter(taken_down_at=None).count() == 1
    drafts.take_down(case, actor=ways.office(county), note="内容有误。")
    assert Client().get(page).status_code == 404


def test_what_becomes_a_suggestion_is_no_public_motion_any_more(county: County) -> None:
    case = ways.published(county, ways.not_motion(county))
    services.decide(case, "make_suggestion", actor=ways.office(county), note=ways.NOTE)
    assert not published().exists()


# --- The citizens behind a motion -----------------------------------------------------------------------------
def test_citizens_hear_of_a_motions_public_steps_in_words_of_a_motion(county: County) -> None:
    opinion = loops.to_convert(county)
    case = ways.on_agenda(county, opinions=(opinion,))
    suggested.news()
    assert now(opinion).status == "carried"
    services.decide(case, "adopt", actor=ways.office(county), note=ways.NOTE)
    suggested.news()
    assert now(opinion).status == "reply_reviewed"
    told = list(
        Event.objects.filter(case=opinion, reason__startswith="motion:").values_list("action", "reason")
    )
    assert ("hear_of", "motion:put_on_agenda") in told and ("carried_home", "motion:") in told
    page = receipt(now(opinion))
    assert "由您所反映情况形成的议案" in page and "主席团决定列入会议议程" in page and "议案已有结果" in page
    timeline = page.split('id="chain')[0] + page.split('id="chain')[1].split("</section>")[1]
    for words in ("代表提出了由您", "建议已有答复", "代表已提出建议"):
        assert words not in timeline, words
    ways.published(county, case)
    assert reverse("public_motion", args=[case.number]) in receipt(now(opinion)), (
        "the chain leads to its page"
    )


def test_a_motion_that_ends_without_a_result_gives_the_matter_back_in_its_own_words(county: County) -> None:
    opinion = loops.to_convert(county)
    ways.lapsed(county, opinions=(opinion,))
    suggested.news()
    assert now(opinion).status == "registered"
    assert "议案未形成结果" in receipt(now(opinion))
