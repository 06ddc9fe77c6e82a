"""Headers on every answer, and the wider policy only where it is needed."""

import re

import pytest
from django.test import Client, RequestFactory
from django.test.utils import override_settings
from django.urls import reverse

from liaison import health


def policy(response: object) -> dict[str, str]:
    header = response.headers["Content-Security-Policy"]  # type: ignore[attr-defined]
    return {part.split(" ", 1)[0]: part.split(" ", 1)[1] for part in header.split("; ")}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/health/live", "/no-such-page"])
def test_the_policy_allows_only_our_own_files(client: Client, path: str) -> None:
    response = client.get(path)
    directives = policy(response)
    assert directives["default-src"] == "'self'"
    assert directives["frame-ancestors"] == directives["object-src"] == directives["base-uri"] == "'none'"
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert not re.search(r"https?:", response.headers["Content-Security-Policy"])


@pytest.mark.django_db
def test_every_answer_carries_the_other_headers(client: Client) -> None:
    headers = client.get("/health/live").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "no-store" in headers["Cache-Control"]


@pytest.mark.django_db
def test_only_the_back_office_may_evaluate_scripts(client: Client) -> None:
    directives = policy(client.get(reverse("admin:login")))
    assert directives["script-src"] == "'self' 'unsafe-eval'"
    assert "'unsafe-inline'" not in directives["script-src"]
    assert directives["style-src"] == "'self' 'unsafe-inline'"


def test_metrics_are_for_this_machine_or_the_token() -> None:
    ask = RequestFactory().get
    assert health.metrics(ask("/metrics", REMOTE_ADDR="127.0.0.1")).status_code == 200
    assert health.metrics(ask("/metrics", REMOTE_ADDR="198.51.100.7")).status_code == 403
    forwarded = ask("/metrics", REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": "198.51.100.7"})
    assert health.metrics(forwarded).status_code == 403
    with override_settings(METRICS_TOKEN="t0ken"):
        for token, status in (("t0ken", 200), ("wrong", 403), ("", 403)):
            request = ask(
                "/metrics", REMOTE_ADDR="198.51.100.7", headers={"Authorization": f"Bearer {token}"}
            )
            assert health.metrics(request).status_code == status


def test_an_empty_token_opens_nothing() -> None:
    request = RequestFactory().get(
        "/metrics", REMOTE_ADDR="198.51.100.7", headers={"Authorization": "Bearer "}
    )
    with override_settings(METRICS_TOKEN=""):
        assert health.metrics(request).status_code == 403
