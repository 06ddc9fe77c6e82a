"""Hints leave the request before the broker is asked, and what is said within a moment is said once."""

from __future__ import annotations

import threading
import time
from contextvars import ContextVar

import pytest

from casework.hints import Hints

pytestmark = pytest.mark.broker

LONG = 5.0  # seconds a broker that is frozen lets wait


def test_who_gives_a_hint_does_not_wait_for_the_broker():
    free = threading.Event()
    hints = Hints(lambda names: free.wait(LONG) and None)
    began = time.monotonic()
    hints.say(["one"])
    assert time.monotonic() - began < LONG / 2
    free.set()
    hints.wait()


def test_what_many_requests_owe_is_said_once_and_in_order():
    said: list[list[str]] = []
    hints = Hints(said.append)
    for names in (["route", "index"], ["route", "notify"]):
        hints.say(names)
    hints.wait()
    assert said == [["route", "index", "notify"]]


def test_what_is_said_while_the_broker_is_slow_is_said_afterwards():
    said: list[list[str]] = []
    asked, free = threading.Event(), threading.Event()

    def slow(names: list[str]) -> None:
        asked.set()
        free.wait(LONG)
        said.append(names)

    hints = Hints(slow)
    hints.say(["first"])
    assert asked.wait(LONG)
    hints.say(["second"])
    free.set()
    hints.wait()
    assert said == [["first"], ["second"]]


def test_a_later_hint_starts_anew():
    said: list[list[str]] = []
    hints = Hints(said.append)
    for name in ("first", "second"):
        hints.say([name])
        hints.wait()
    assert said == [["first"], ["second"]]


def test_the_id_of_the_request_travels_along():
    request: ContextVar[str] = ContextVar("request", default="")
    seen: list[str] = []
    hints = Hints(lambda names: seen.append(request.get()))
    request.set("r1")
    hints.say(["one"])
    hints.wait()
    assert seen == ["r1"]
