"""Every refusal and every fault answers with a page, or with JSON in the API."""

import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import override_settings
from django.urls import path

from casework.errors import Incomplete, LostRace, NotAllowed, StepRefused
from liaison import errors, urls

RAISED: dict[str, Exception] = {
    "refused": StepRefused("Not from here."),
    "race": LostRace("A colleague was faster."),
    "denied": NotAllowed("Not your step."),
    "forbidden": PermissionDenied("Only for the office."),
    "incomplete": Incomplete("reason", "Say why."),
    "large": RequestDataTooBig("too much"),
    "hidden": Http404("case 17 exists but is hidden"),
    "broken": ZeroDivisionError("secret detail"),
}


def raising(request: HttpRequest, name: str) -> HttpResponse:
    raise RAISED[name]


urlpatterns = [path("raise/<name>", raising), path("api/raise/<name>", raising), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = (
    urls.handler400,
    urls.handler403,
    urls.handler404,
    urls.handler500,
)
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def quiet(client: Client) -> Client:
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    ("name", "status", "sentence"),
    [
        ("refused", 409, "Not from here."),
        ("race", 409, "A colleague was faster."),
        ("denied", 403, "Not your step."),
        ("forbidden", 403, "Only for the office."),
        ("incomplete", 400, "Say why."),
        ("large", 413, ""),
        ("broken", 500, ""),
    ],
)
def test_a_refusal_is_a_page_with_its_sentence(quiet: Client, name: str, status: int, sentence: str) -> None:
    answer = quiet.get(f"/raise/{name}")
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert "<h1" in answer.content.decode()
    assert "secret" not in answer.content.decode()
    assert "Content-Security-Policy" in answer.headers


def test_the_api_answers_json(quiet: Client) -> None:
    answer = quiet.get("/api/raise/race")
    assert (answer.status_code, answer.json()) == (409, {"detail": "A colleague was faster."})
    assert quiet.get("/api/no-such-thing").json() == {"detail": "Not Found"}


def test_rest_framework_gives_the_sentence_and_the_field() -> None:
    assert errors.answer_api(RAISED["denied"], {}).status_code == 403  # type: ignore[union-attr]
    assert errors.answer_api(RAISED["incomplete"], {}).data == {"reason": ["Say why."]}  # type: ignore[union-attr]
    assert errors.answer_api(RAISED["broken"], {}) is None


def test_a_missing_page_does_not_tell_what_was_looked_for(quiet: Client) -> None:
    answer = quiet.get("/raise/hidden")
    assert answer.status_code == 404
    assert "exists" not in answer.content.decode()


def test_a_form_without_its_token_is_explained() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/i18n/setlang/", {"language": "en"})
    assert answer.status_code == 403
    assert "<h1" in answer.content.decode()


def test_a_request_beyond_measure_is_refused_unread() -> None:
    answer = Client().generic(
        "POST",
        "/",
        b"",
        CONTENT_LENGTH=str(errors.LARGEST_REQUEST + 1),
        content_type="application/octet-stream",
    )
    assert answer.status_code == 413


def test_the_fault_page_needs_no_database(rf: RequestFactory, django_db_blocker: Any) -> None:
    with override_settings(TEMPLATES=_without_context_processors()), django_db_blocker.block():
        answer = errors.server_error(rf.get("/"))
    assert answer.status_code == 500


def _without_context_processors() -> list[dict[str, Any]]:
    from django.conf import settings  # noqa: PLC0415 (read when called)

    engines: list[dict[str, Any]] = json.loads(json.dumps(settings.TEMPLATES, default=str))
    engines[0]["OPTIONS"]["context_processors"] = []
    return engines
