"""What the screens of suggestions show: a deputy's draft, the office's board, an organ's one list, key supervision."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from casework.errors import Incomplete, NotAllowed, StepRefused
from casework.models import Case
from suggestions import services
from suggestions.board import by_organ, tally
from suggestions.models import KeySupervision
from suggestions.sources import counts_of
from tests import loops
from tests.factories import County
from tests.signing_in import signed_in
from tests.suggestions import ways

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


def shown(user: Any, name: str, *args: Any, **asked: Any) -> str:
    answer = signed_in(user).get(reverse(name, args=args), asked, headers={"accept-language": "zh-hans"})
    assert answer.status_code == 200
    return str(answer.content.decode())


# --- The deputy's draft -----------------------------------------------------------------------------------------
def test_the_draft_counts_the_opinions_beside_it_by_place_and_month(county: County) -> None:
    first, second, third = (loops.to_convert(county) for _ in range(3))
    loops.joined(county, third)
    for case, month in ((first, 3), (second, 3), (third, 4)):
        Case.objects.filter(pk=case.pk).update(opened_at=f"2026-{month:02d}-10T09:00:00+08:00")
    Case.objects.filter(pk=second.pk).update(division=county.township)
    draft = ways.draft(county, (first, second, third))
    rows = [row.opinion for row in draft.links.select_related("opinion__division")]
    from_links = counted(rows)
    assert from_links == (4, {county.village.name: 3, county.township.name: 1}, {"2026-03": 2, "2026-04": 2})
    page = shown(county.deputy_user, "draft", draft.pk)
    for said in (county.village.name, county.township.name, "2026-03", "2026-04"):
        assert said in page


def counted(cases: list[Case]) -> tuple[int, dict[str, int], dict[str, int]]:
    found = counts_of(cases)
    return found.total, {name.split()[-1]: n for name, n in found.places}, dict(found.months)


# --- The office's board -----------------------------------------------------------------------------------------
def titles(county: County, view: str) -> set[str]:
    page = shown(county.officer, "suggestion_board", view=view)
    return {one.title for one in Case.objects.suggestions() if f">{one.title}<" in page}


def test_each_view_of_the_board_shows_what_it_is_called_after(county: County) -> None:
    made = {
        "examine": ways.lodged(county, title="待审查的建议"),
        "assign": ways.accepted(county, title="待交办的建议"),
        "silent": ways.handling(county, title="未沟通的建议"),
        "late": ways.handling(county, title="超期的建议"),
        "rate": ways.delivered(county, title="待评价的建议"),
        "dissatisfied": ways.appraised(county, title="代表不满意的建议"),
    }
    ways.spoken(county, ways.live_share(made["late"]))
    Case.objects.filter(pk=made["late"].pk).update(due_on=timezone.localdate() - timedelta(days=1))
    for view, case in made.items():
        found = titles(county, view)
        assert case.title in found, view
        others = {one.title for name, one in made.items() if name != view}
        allowed = {made["dissatisfied"].title} if view == "assign" else set()
        assert found & others <= allowed, view


def test_the_board_counts_by_status_and_by_organ(county: County) -> None:
    ways.handling(county)
    late = ways.handling(county)
    ways.delivered(county)
    Case.objects.filter(pk=late.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    cases = Case.objects.suggestions()
    assert {name: n for name, _words, n in tally(cases)} == {"handling": 2, "delivered": 1}
    (row,) = by_organ(cases)
    assert (row["organ__name"], row["total"], row["late"], row["answered"]) == (county.organ.name, 3, 1, 1)
    page = shown(county.officer, "suggestion_board")
    assert county.organ.name in page
    assert titles_in(shown(county.officer, "suggestion_board", organ=county.second_organ.pk)) == 0


def titles_in(page: str) -> int:
    return page.count(f">{ways.TITLE}<")


# --- An organ's one list ----------------------------------------------------------------------------------------
def test_an_organ_finds_opinions_and_suggestions_in_one_list(county: County) -> None:
    opinion, suggestion = loops.handling(county), ways.handling(county)
    page = shown(county.handler, "organ_list", tab="work")
    assert opinion.title in page and suggestion.title in page
    assert "群众意见" in page and f"代表建议 · 第{suggestion.serial}号" in page


# --- What was promised ------------------------------------------------------------------------------------------
def test_a_promise_stands_on_the_page_of_the_suggestion_for_all_whom_it_concerns(county: County) -> None:
    case = ways.assigned(county)
    ways.answered(
        county,
        case,
        category="B",
        promise="建成隔音屏障",
        promised_for=timezone.localdate() + timedelta(days=90),
    )
    promise = reverse("promise", args=[case.commitments.get().pk])
    for user in (county.deputy_user, county.officer, county.handler):
        assert promise in shown(user, "case", case.number), user
        assert signed_in(user).get(promise).status_code == 200


# --- Key supervision --------------------------------------------------------------------------------------------
def choose(county: County, case: Case, **changes: Any) -> Any:
    given: dict[str, Any] = {
        "actor": Actor.of(county.committee),
        "leader": "王副主任",
        "committee": "社会建设委员会",
        "decided_on": timezone.localdate(),
    }
    return services.make_key(case, **{**given, **changes})


@pytest.mark.parametrize("missing", ["leader", "committee"])
def test_a_key_suggestion_has_a_named_leader_and_a_committee(county: County, missing: str) -> None:
    case = ways.accepted(county)
    with pytest.raises(Incomplete) as refused:
        choose(county, case, **{missing: " "})
    assert refused.value.field == missing and not KeySupervision.objects.exists()


def test_key_supervision_is_decided_once_and_not_in_advance(county: County) -> None:
    case = ways.handling(county)
    with pytest.raises(Incomplete, match="决定"):
        choose(county, case, decided_on=date(2099, 1, 1))
    choose(county, case)
    case.refresh_from_db()
    with pytest.raises(StepRefused):
        choose(county, case)
    row = KeySupervision.objects.get()
    assert (row.leader, row.committee, row.recorded_by) == ("王副主任", "社会建设委员会", county.committee)
    page = shown(county.deputy_user, "case", case.number)
    assert "王副主任" in page and "社会建设委员会" in page


def test_neither_organ_nor_deputy_chooses_key_suggestions(county: County) -> None:
    case = ways.handling(county)
    for user in (county.deputy_user, county.handler, county.head):
        with pytest.raises(NotAllowed):
            choose(county, case, actor=Actor.of(user))


# --- Before it is a case ----------------------------------------------------------------------------------------
def test_a_suggestion_needs_no_opinion_and_then_tells_nobody(county: County) -> None:
    case = ways.lodged(county)
    assert case.suggestion.links.count() == 0
    ways.news()
    assert not Case.objects.opinions().exists()


def test_a_draft_is_read_by_nobody_but_its_deputies(county: County) -> None:
    draft = ways.draft(county)
    url = reverse("draft", args=[draft.pk])
    for user in (county.officer, county.committee, county.handler):
        assert signed_in(user).get(url).status_code in (403, 404)
    assert ways.TITLE not in shown(county.officer, "suggestion_board")
    assert not Case.objects.exists()


# --- What is in view where somebody judges ----------------------------------------------------------------------
def test_who_rates_and_who_prepares_the_copy_has_the_answer_in_view(county: County) -> None:
    case = ways.delivered(county)
    assert ways.ANSWER in shown(county.deputy_user, "step", case.number, "rate_answer")
    page = shown(county.officer, "step", case.number, "propose_publication")
    assert page.count(ways.ANSWER) == 2, "the answer itself, and the copy that begins with it"
    assert "现有的公开内容保持不变" not in page
    services.propose(case, actor=ways.office(county), decision="whole", copy=services.first_copy(case))
    services.confirm(case, actor=Actor.of(county.colleague))
    page = shown(county.officer, "step", case.number, "propose_publication")
    assert "现有的公开内容保持不变" in page
