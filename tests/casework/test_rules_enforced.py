"""What an office sets in its profile takes effect; what would take none is refused when the profile is checked."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from PIL import Image

from accounts.actors import Actor
from casework import services as casework_services
from casework.errors import Incomplete, StepRefused
from casework.models import Case
from casework.rules import files, schema, store
from casework.rules.checker import check_text
from casework.services import allowed_steps
from feedback import services
from feedback.api import OpinionSerializer
from feedback.forms.public import WriteForm
from feedback.forms.receipt import RemarkForm
from feedback.models import Rating
from tests import loops
from tests.factories import County
from tests.feedback.test_receipt_page import opened, page_of
from tests.office_rules import Set, office_rules
from tests.reports.summary.pieces import totals
from tests.signing_in import signed_in

__all__ = ["office_rules"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def county(english: object) -> County:
    return County()


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


# --- What would take no effect is refused ------------------------------------------------------------------
@pytest.mark.parametrize(
    ("table", "name", "value"),
    [
        ("limit", "extensions", 2),
        ("limit", "reworks", 3),
        ("limit", "attachments", 7),
        ("limit", "attachments", 0),
        ("limit", "attachment_megabytes", 11),
        ("limit", "opinion_characters", 10_001),
        ("limit", "opinion_characters", 100),
        ("limit", "routing_confidence", 101),
    ],
)
def test_a_value_that_would_take_no_effect_is_refused(table: str, name: str, value: Any) -> None:
    (demo,) = [document for document in files.shipped() if document.name == "demo"]
    body = {"value": value, "article": "《演示县办法》第一条", "basis": "practice"}
    (problem,) = check_text("demo.toml", {**demo.data, table: {name: body}})
    assert problem.key == f"{table}.{name}.value"


def test_every_plain_limit_has_a_range_and_the_shipped_numbers_lie_in_it() -> None:
    plain = {name for name, kind in schema.LIMITS.items() if kind == "plain"}
    assert set(schema.RANGES) == plain


def test_a_number_stored_before_its_range_was_known_is_held_to_it(office_rules: Set) -> None:
    office_rules(limit={"extensions": 3, "attachments": 0})
    rules = store.profile_for("demo", timezone.localdate())
    assert (rules.limit("extensions"), rules.limit("attachments")) == (1, 1)


# --- More time, handling again ------------------------------------------------------------------------------
def test_where_no_more_time_is_given_an_organ_cannot_ask_for_it(county: County, office_rules: Set) -> None:
    office_rules(limit={"extensions": 0})
    case = loops.handling(county)
    with pytest.raises(StepRefused, match="allow no more time"):
        casework_services.ask_extension(
            loops.share_of(case, county.organ), actor=Actor.of(county.handler), reason="Survey needed."
        )


def test_where_nothing_is_handled_again_the_citizen_is_not_offered_it(
    county: County, office_rules: Set
) -> None:
    office_rules(limit={"reworks": 0}, switch={"second_dissatisfied": "meeting"})
    case = loops.fed_back(county)
    services.rate(case, attitude=3, result=1, reason="Still loud.")
    assert fresh(case).status == "closed_unsatisfied", "there is no second time for which to meet"


# --- Rating ---------------------------------------------------------------------------------------------------
def test_a_reason_is_needed_only_where_the_profile_has_it(county: County, office_rules: Set) -> None:
    with pytest.raises(Incomplete):
        services.rate(loops.fed_back(county), attitude=1, result=1)
    office_rules(switch={"dissatisfied_needs_reason": False})
    case = loops.fed_back(county)
    page = page_of(opened(case).get(reverse("receipt", args=[case.number])))
    assert "Needed where you are dissatisfied" not in page
    services.rate(case, attitude=1, result=1)
    assert Rating.objects.get(opinion=case.pk).reason == ""


def test_where_the_result_alone_is_rated_nobody_is_asked_about_the_attitude(
    county: County, office_rules: Set
) -> None:
    office_rules(switch={"rate_attitude_and_result": False})
    case = loops.fed_back(county)
    client = opened(case)
    address = reverse("receipt", args=[case.number])
    page = page_of(client.get(address))
    assert "How do you find the result?" in page and "How were you treated?" not in page
    client.post(reverse("receipt_rate", args=[case.number]), {"result": "3"})
    rating = Rating.objects.get(opinion=case.pk)
    assert (rating.attitude, rating.result, fresh(case).attitude) == (None, 3, None)
    assert "Treatment:" not in page_of(client.get(address))


def test_the_rate_of_the_attitude_is_taken_among_those_who_rated_it(
    county: County, office_rules: Set
) -> None:
    services.rate(loops.fed_back(county), attitude=3, result=3)
    office_rules(switch={"rate_attitude_and_result": False})
    services.rate(loops.fed_back(county), result=3)
    counts = totals(county.congress)
    assert (counts["rated"], counts["attitude_rated"], counts["attitude_satisfied"]) == (2, 1, 1)


def test_where_both_are_rated_the_attitude_is_not_left_out(county: County) -> None:
    case = loops.fed_back(county)
    assert "rate" in [step.action for step in allowed_steps(case, Actor.citizen(case.pk))]
    with pytest.raises(Incomplete):
        services.rate(case, result=3)


# --- What may be sent -----------------------------------------------------------------------------------------
def photo(name: str) -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (8, 8)).save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue(), "image/png")


def heavy(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4 " + b" " * 1024 * 1024, "application/pdf")


@pytest.fixture
def narrow(office_rules: Set) -> None:
    office_rules(limit={"attachments": 2, "attachment_megabytes": 1, "opinion_characters": 200})


def test_the_citizens_form_takes_what_the_profile_allows_and_says_how_much(
    county: County, narrow: None
) -> None:
    form = WriteForm(place=county.village)
    assert "Up to 2 files, 1 MB each" in str(form["files"].help_text)
    assert form.fields["body"].widget.attrs["maxlength"] == 200
    data = {"confidential": "no", "division": county.village.pk}
    taken = WriteForm({**data, "body": "字" * 200})
    assert not taken.errors.get("body")
    refused = WriteForm(
        {**data, "body": "字" * 201}, MultiValueDict({"files": [photo("1"), photo("2"), photo("3")]})
    )
    assert "at most 200" in str(refused.errors["body"]) and "at most 2 " in str(refused.errors["files"])
    large = WriteForm({**data, "body": "字" * 20}, MultiValueDict({"files": [heavy("plan.pdf")]}))
    assert "larger than 1 MB" in str(large.errors["files"])


def test_a_remark_takes_what_the_rules_of_its_case_allow(county: County, narrow: None) -> None:
    case = loops.submitted(county)
    files = MultiValueDict({"files": [photo("1"), photo("2"), photo("3")]})
    form = RemarkForm({"words": "Still loud."}, files, case=case)
    assert "at most 2 " in str(form.errors["files"])
    assert "Up to 2 files" in str(form["files"].help_text)


def test_the_desk_takes_what_the_rules_of_its_congress_allow(county: County, narrow: None) -> None:
    page = signed_in(county.officer).get(reverse("enter"))
    shown = page.context["form"]
    assert shown.most_files == 2
    assert shown.fields["attachments"].help_text == "最多 2 个，每个不超过 1 MB。"
    shown.cleaned_data = {"body": "字" * 201}
    with pytest.raises(ValidationError, match="200"):
        shown.clean_body()


def test_a_program_is_held_to_the_same_length(county: County, narrow: None) -> None:
    given = OpinionSerializer(data={"body": "字" * 201, "congress": county.congress.code})
    assert not given.is_valid() and "at most 200" in str(given.errors["body"])
