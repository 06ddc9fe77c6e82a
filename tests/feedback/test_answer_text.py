"""The text proposed to the citizen: what the organs in charge replied."""

from __future__ import annotations

import pytest

from accounts.actors import Actor
from casework.models.assignment import HandlingRole
from casework.services import Part, approve_replies, release_reply, sign, submit_reply
from feedback.step_forms.answering import answer_text
from tests import loops
from tests.factories import County

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("role", "is_in"), [(HandlingRole.ASSIST, False), (HandlingRole.SEPARATE, True)])
def test_an_organ_that_only_assists_does_not_speak_to_the_citizen(role, is_in):
    county = County()
    first = HandlingRole.LEAD if role == HandlingRole.ASSIST else role
    case = loops.assigned(county, [Part(county.organ, first), Part(county.second_organ, role)])
    people = [
        (county.second_organ, county.second_handler, county.second_head, "我局已派员配合检查。"),
        (county.organ, county.handler, county.head, loops.REPLY),
    ]
    for organ, handler, head, body in people:
        share = loops.share_of(case, organ)
        sign(share, actor=Actor.of(handler))
        submit_reply(share, actor=Actor.of(handler), body=body, category="A")
        release_reply(share, actor=Actor.of(head))
    approve_replies(case, actor=Actor.of(county.officer))
    text = answer_text(case)
    assert loops.REPLY in text
    assert ("我局已派员配合检查。" in text) is is_in
