"""Writes what the demonstration asks people: forms, their questions and what came back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from contacts.models import (
    Answer,
    ContactEvent,
    Inquiry,
    Option,
    Question,
    Response,
)
from contacts.papers import form_number
from liaison.demo.dice import Dice
from liaison.demo.load.contact_parts import Desk, at_hour, event_of

if TYPE_CHECKING:
    from collections.abc import Iterator

if TYPE_CHECKING:
    pass

_SPACE = UUID("6f0f2c5e-5a53-4b0e-9a67-1f6f3b6a2c12")
_BATCH = 500


def write(desk: Desk, asked: dict[str, Any]) -> None:
    """One form with its questions and answers; ``since`` and ``days`` say when, ``status`` where it stands."""
    first = desk.today - timedelta(days=asked["since"])
    last = first + timedelta(days=asked["days"])
    is_published = asked["status"] == "published"
    inquiry = Inquiry.objects.create(
        kind=asked["kind"],
        congress=desk.rows.congresses[desk.code],
        title=asked["title"],
        intro=asked["intro"],
        topic=desk.rows.topics.get(asked["topic"]),
        opens_on=first,
        closes_on=last,
        printed=asked["printed"],
        summary=asked.get("summary", ""),
        key=uuid5(_SPACE, asked["title"]),
        status=asked["status"],
        published_at=at_hour(last + timedelta(days=7), 10) if is_published else None,
        closed_at=at_hour(last + timedelta(days=7), 10) if is_published else None,
    )
    events = [("write", "", "draft", first), ("open", "draft", "open", first)]
    if is_published:
        events += [("close", "open", "closed", last), ("publish", "closed", "published", last)]
    ContactEvent.objects.bulk_create(
        event_of(desk, inquiry, action, source, target, at_hour(day, 9))
        for action, source, target, day in events
    )
    questions = [_question(inquiry, place, one) for place, one in enumerate(asked["question"], start=1)]
    _answers(desk, inquiry, questions, asked["answers"])


def _question(inquiry: Inquiry, place: int, asked: dict[str, Any]) -> tuple[Question, list[Option]]:
    question = Question.objects.create(
        inquiry=inquiry,
        position=place,
        kind=asked["kind"],
        text=asked["text"],
        as_opinion=asked["kind"] == "text",
    )
    options = [
        Option(question=question, position=n, text=text)
        for n, text in enumerate(asked.get("options", []), start=1)
    ]
    return question, Option.objects.bulk_create(options)


def _answers(
    desk: Desk, inquiry: Inquiry, questions: list[tuple[Question, list[Option]]], count: int
) -> None:
    """``count`` answers with ticks alone, a fifth of them typed in from paper."""
    made = Response.objects.bulk_create(
        (_response(desk, inquiry, n) for n in range(1, count + 1)), batch_size=_BATCH
    )
    Answer.objects.bulk_create(
        (
            answer
            for response in made
            for question, options in questions
            for answer in _ticks(desk.dice, response, question, options)
        ),
        batch_size=_BATCH,
    )


def _response(desk: Desk, inquiry: Inquiry, n: int) -> Response:
    on_paper = n <= min(inquiry.printed, inquiry.printed // 2)
    return Response(
        inquiry=inquiry,
        source="paper" if on_paper else "online",
        number=form_number(n) if on_paper else "",
        device_mark="" if on_paper or inquiry.is_form else f"demo-{inquiry.pk}-{n}",
        key=uuid5(_SPACE, f"{inquiry.pk}-{n}"),
        entered_by=desk.officer if on_paper else None,
        at=min(at_hour(inquiry.opens_on + timedelta(days=n % 9), 9 + n % 9), desk.rows.now),
    )


def _ticks(dice: Dice, response: Response, question: Question, options: list[Option]) -> Iterator[Answer]:
    if question.kind == "scale":
        yield Answer(response=response, question=question, grade=dice.choice((1, 2, 3, 3, 4, 4, 4, 5, 5)))
    elif question.kind == "single":
        place = min(
            dice.randint(0, len(options) - 1), dice.randint(0, len(options))
        )  # the first ones more often
        yield Answer(response=response, question=question, option=options[place])
    elif question.kind == "multiple":
        for option in dice.sample(options, dice.randint(1, len(options))):
            yield Answer(response=response, question=question, option=option)
