"""One form serves a step, in whatever room it is written."""

from __future__ import annotations

import pytest

from contacts.forms.moving import MovingForm, form_of
from reports.duty.forms import steps  # noqa: F401 - registers its forms


def test_a_step_has_one_form_and_a_second_one_is_refused() -> None:
    first = form_of("report", "submit")
    with pytest.raises(ValueError, match="report"):
        type("Second", (MovingForm,), {"steps": (("report", "submit"),)})
    assert form_of("report", "submit") is first is not None


def test_a_step_that_the_portal_takes_by_itself_has_none() -> None:
    assert form_of("report", "miss") is None
