"""What reaches the log: the request's id, and nothing about a person."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from django.test import Client

from liaison import logs

PERSONAL = {
    "phone": "13812345678",
    "e-mail": "zhang.san@example.cn",
    "identity number": "11010519491231002X",
}


@pytest.fixture
def lines() -> Iterator[Any]:
    """What a handler of the portal writes, as JSON."""
    formatter = structlog.stdlib.ProcessorFormatter(
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(),
        ],
        foreign_pre_chain=logs.processors(),
    )
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.mark.parametrize("shape", PERSONAL.values(), ids=PERSONAL)
def test_personal_shapes_are_hidden_wherever_they_slip_in(lines: Any, shape: str) -> None:
    logging.getLogger("some.library").warning("could not send to %s", shape)
    structlog.get_logger("portal").warning(f"about {shape}", detail={"who": [shape]}, email=shape)
    try:
        raise ValueError(f"bad value {shape}")
    except ValueError:
        structlog.get_logger("portal").exception("failed")
    assert len(lines()) == 3
    assert shape not in json.dumps(lines(), ensure_ascii=False)
    assert "ValueError" in json.dumps(lines())


def test_known_keys_are_hidden_whatever_they_hold(lines: Any) -> None:
    structlog.get_logger("portal").warning(
        "x", name="张三", body="路灯坏了", code="AB12CD34", address="青石街1号"
    )
    (line,) = lines()
    assert {line[key] for key in ("name", "body", "code", "address")} == {logs.HIDDEN}


def test_task_ids_and_times_are_not_taken_for_telephone_numbers() -> None:
    text = "task 4f3c1381-2345-6789-13812345678abc at 1732400000.138"
    assert logs.without_personal_shapes(text) == text


@pytest.mark.django_db
def test_the_request_line_has_id_path_and_status_but_no_query_and_no_address(
    client: Client, lines: Any
) -> None:
    client.get("/health/live", {"q": "张三家的路灯"}, headers={"User-Agent": "agent"})
    line = next(line for line in lines() if line["event"] == "request_finished")
    assert line["request"] == "GET /health/live"
    assert line["code"] == 200
    assert line["request_id"]
    assert "ip" not in line
    assert "张三" not in json.dumps(lines(), ensure_ascii=False)


@pytest.mark.django_db
def test_a_refused_form_does_not_put_its_words_into_the_log(client: Client, lines: Any) -> None:
    client.post("/no-such-page", {"name": "张三", "phone": "13812345678", "body": "路灯坏了三天"})
    written = json.dumps(lines(), ensure_ascii=False)
    assert "404" in written
    assert not any(word in written for word in ("张三", "13812345678", "路灯"))
