"""Addresses that no page makes are answered, never with a fault."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.typed import whole
from tests import loops
from tests.factories import County
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/published/?q=%00", "/r/%00/", "/api/cases/%00/"])
def test_nul_is_a_bad_request(client, address):
    assert client.get(address).status_code == 400


@pytest.mark.parametrize("typed", ["²", "٣", "9" * 30, "-1", "", "1.0"])
def test_only_what_can_be_a_key_is_one(typed):
    assert whole(typed) is None


@pytest.mark.parametrize("key", ["²", "9" * 30])
def test_a_selection_that_cannot_be_one_selects_nothing(key):
    county = County()
    case = loops.submitted(county)
    officer = signed_in(county.officer)
    marks = [f"{key}~1", f"{case.pk}~{key}"]
    assert officer.post(reverse("bulk", args=["register"]), {"case": marks}).status_code == 200
    assert officer.get(reverse("case_present", args=[case.number]), {"version": key}).status_code == 200


@pytest.mark.parametrize("by", ["month", "topic", "place", "organ", "channel", "class", "hot", "nothing"])
@pytest.mark.parametrize("key", ["²", "9" * 30, "x", "2026-13"])
def test_a_breakdown_by_what_is_no_key_counts_nothing(by, key):
    county = County()
    loops.submitted(county)
    url = reverse("summary_list", args=[county.congress.code, timezone.localdate().year, "opinions.received"])
    committee = signed_in(county.committee)
    answer = committee.get(url, {"by": by, "key": key, "organ": key})
    assert answer.status_code == 404 or answer.context["behind"].number == 0
    assert committee.get(url, {"by": "place", "key": county.township.code}).status_code == 200


@pytest.mark.parametrize("name", ["delete_draft", "keep_draft", "similar"])
def test_an_address_that_only_a_form_leads_to_says_so(client, name):
    response = client.get(reverse(name))
    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"
    assert "<h1>" in response.content.decode()
