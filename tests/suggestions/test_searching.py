"""Anyone finds a suggestion by the copy that two people released, and by nothing else of it."""

from __future__ import annotations

import pytest

from accounts.actors import Actor
from casework import outbox
from casework.models import Case
from feedback.ranking import ranked
from suggestions import services
from suggestions.models import Suggestion
from suggestions.services import Copy
from tests.factories import County
from tests.suggestions import ways

pytestmark = pytest.mark.django_db


def found(query: str, *, public: bool) -> bool:
    while outbox.drain("suggestions.index"):
        pass
    return bool(ranked(Case.objects.all(), query, size=5, published_only=public).rows)


def test_the_copy_is_found_by_anyone_and_the_whole_by_those_who_see_it() -> None:
    county = County()
    case = ways.delivered(county)
    assert found("核定夜间作业", public=False) and not found("核定夜间作业", public=True)
    copy = Copy(title="关于夜间施工的建议", facts="事实从略", proposal="建议加装屏障", answer="已经停止作业")
    suggestion = Suggestion.objects.get(case=case)
    services.propose(
        suggestion.case,
        actor=ways.office(county),
        decision="part",
        exception="private",
        note="有私人信息",
        copy=copy,
    )
    assert not found("加装屏障", public=True)
    case.refresh_from_db()
    services.confirm(case, actor=Actor.of(county.colleague))
    assert found("加装屏障", public=True) and found("已经停止作业", public=True)
    for hidden in ("核定夜间作业", "隔音屏障", "石桥村"):
        assert found(hidden, public=False) and not found(hidden, public=True), hidden
    case.refresh_from_db()
    services.take_down(case, actor=ways.office(county), note="另行研究。")
    assert not found("加装屏障", public=True) and found("核定夜间作业", public=False)
