"""The description holds: whatever a program sends by it, the answer is one it names, and never a fault of ours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests import loops
from tests.factories import County
from tests.feedback.organ_api.systems import System
from tests.motions import ways as motions
from tests.suggestions import ways

pytestmark = pytest.mark.django_db
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """The requests belong to the test's transaction: as with Django's own test client none closes the connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def world(module_transaction: None) -> dict[str, Any]:
    county = County()
    opinion, suggestion = loops.handling(county), ways.handling(county)
    promise, motion = loops.promised(county), motions.with_organ(county)
    system = System(county, county.organ, per_minute=6000)
    return {
        "system": system,
        "numbers": [opinion.number, suggestion.number],
        "motion": motion.number,
        "key": promise.pk,
    }


#: The portal's own description, of the addresses for organs' systems alone.
whole = schemathesis.openapi.from_wsgi("/api/schema/?format=json", WSGIHandler())
schema = whole.include(path_regex="^/api/organ/")


@schema.parametrize()
@settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_what_is_answered_is_what_is_described(case: Any, world: dict[str, Any]) -> None:
    path = case.path_parameters or {}
    if "number" in path:
        known = [world["motion"]] if "/motions/" in case.path else world["numbers"]
        case.path_parameters["number"] = known[len(path["number"]) % len(known)]
    if "/promises/" in case.path and "key" in path:
        case.path_parameters["key"] = world["key"]
    case.call_and_validate(headers=dict(world["system"].headers), checks=CHECKS)
