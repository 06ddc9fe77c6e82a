"""Nothing goes to an organ without the office, unless the office has switched that on for the topic."""

from __future__ import annotations

import pytest

from accounts.actors import Actor
from casework import outbox
from casework.models import TopicOrgan
from feedback import services
from feedback.models import TopicRule
from tests import loops
from tests.factories import County

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("switched_on", "status"), [(False, "registered"), (True, "assigned")])
def test_a_registered_case_goes_on_by_itself_only_where_the_switch_is_on(
    switched_on: bool, status: str
) -> None:
    county = County()
    TopicRule.objects.create(topic=county.topic, congress=county.congress, words="搅拌站 3\n噪声 3\n夜里 2")
    TopicOrgan.objects.filter(congress=county.congress).update(sends_without_office=switched_on)
    case = loops.submitted(county)
    outbox.drain("feedback.route")
    case.refresh_from_db()
    services.register(case, actor=Actor.of(county.officer))
    outbox.drain("feedback.send_on")
    case.refresh_from_db()
    assert case.status == status
