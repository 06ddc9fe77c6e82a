"""Nothing goes to an organ without the office, unless the office has switched that on for the topic."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from accounts.actors import Actor
from casework import outbox
from casework.models import TopicOrgan
from feedback import services
from feedback.models import TopicRule
from tests import loops
from tests.factories import County
from tests.office_rules import Set, office_rules

__all__ = ["office_rules"]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("allowed", "switched_on", "status"),
    [(True, False, "registered"), (True, True, "assigned"), (False, True, "registered")],
)
def test_a_registered_case_goes_on_by_itself_only_where_rules_and_office_have_it(
    office_rules: Set, allowed: bool, switched_on: bool, status: str
) -> None:
    office_rules(switch={"direct_small_matter": allowed})
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


def test_the_back_office_refuses_the_tick_where_the_rules_do_not_allow_it(office_rules: Set) -> None:
    row = TopicOrgan.objects.filter(congress=County().congress).get()
    row.full_clean()
    row.sends_without_office = True
    with pytest.raises(ValidationError, match="direct_small_matter"):
        row.full_clean()
    office_rules(switch={"direct_small_matter": True})
    row.full_clean()
