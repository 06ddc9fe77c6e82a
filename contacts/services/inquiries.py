"""Comment forms and questionnaires: written, opened, answered once each, closed, published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4, uuid5

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.errors import Incomplete, StepRefused
from contacts import papers
from contacts.channels import channel
from contacts.models import (
    AccessCode,
    Answer,
    Inquiry,
    Option,
    Question,
    QuestionKind,
    Response,
    Source,
)
from contacts.services.advance import acting_as, advance, begin
from deputies.models import posts_of
from feedback import receipts
from feedback import services as feedback
from feedback.identity import Person
from feedback.services import Submission
from feedback.text import clean, title_from

if TYPE_CHECKING:
    from accounts.actors import Actor
    from casework.models import Case, Topic
    from contacts.models import ContactEvent
    from deputies.models import Deputy, Division, LiaisonStation, PeoplesCongress

MOST_PRINTED = 500
_LONGEST_TITLE = 120


@dataclass(frozen=True)
class Asked:
    """One question as the office writes it."""

    kind: str
    text: str
    options: Sequence[str] = ()
    required: bool = False
    as_opinion: bool = False


@dataclass(frozen=True)
class Draft:
    congress: PeoplesCongress
    kind: str
    title: str
    opens_on: date
    closes_on: date
    intro: str = ""
    topic: Topic | None = None
    station: LiaisonStation | None = None
    deputy: Deputy | None = None
    needs_code: bool = False
    questions: Sequence[Asked] = ()
    key: UUID = field(default_factory=uuid4)

    def columns(self) -> dict[str, Any]:
        same = ("title", "opens_on", "closes_on", "intro", "topic", "station", "deputy", "needs_code")
        return {name: getattr(self, name) for name in same}


# --- Writing ----------------------------------------------------------------------------------------------
@transaction.atomic
def write(draft: Draft, *, actor: Actor) -> Inquiry:
    """A new form; the same form sent twice is one."""
    known = Inquiry.objects.filter(key=draft.key).first()
    if known is not None:
        return known
    _check(draft)
    inquiry = Inquiry(
        congress=draft.congress, kind=draft.kind, key=draft.key, **draft.columns(), **{"status": "draft"}
    )
    begin(inquiry, "write", actor=actor)
    _put(inquiry, draft.questions)
    return inquiry


@transaction.atomic
def rewrite(
    inquiry: Inquiry, draft: Draft, *, actor: Actor, expected_version: int | None = None
) -> ContactEvent:
    """Change a form that is not open yet; afterwards its questions stay, or answers would not be comparable."""
    _check(draft)
    event = advance(inquiry, "change", actor=actor, expected_version=expected_version, **draft.columns())
    inquiry.questions.all().delete()
    _put(inquiry, draft.questions)
    return event


def _check(draft: Draft) -> None:
    if draft.closes_on < draft.opens_on:
        raise Incomplete("closes_on", _("It closes before it opens."))
    for place, asked in enumerate(draft.questions, start=1):
        chooses = asked.kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE)
        if chooses and len({option.strip() for option in asked.options if option.strip()}) < 2:
            raise Incomplete("questions", _("Question %(n)d needs at least two choices.") % {"n": place})


def _put(inquiry: Inquiry, questions: Sequence[Asked]) -> None:
    for place, asked in enumerate(questions, start=1):
        question = Question.objects.create(
            inquiry=inquiry,
            position=place,
            kind=asked.kind,
            text=clean(asked.text),
            required=asked.required,
            as_opinion=asked.as_opinion and asked.kind == QuestionKind.TEXT,
        )
        if asked.kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE):
            choices = dict.fromkeys(clean(option) for option in asked.options if option.strip())
            Option.objects.bulk_create(
                Option(question=question, position=n, text=text[:100])
                for n, text in enumerate(choices, start=1)
            )


def open_inquiry(inquiry: Inquiry, *, actor: Actor, expected_version: int | None = None) -> ContactEvent:
    given = {"questions"} if inquiry.questions.exists() else set()
    if inquiry.closes_on < timezone.localdate():
        raise StepRefused(_("Its last day has passed. Change the days first."))
    return advance(inquiry, "open", actor=actor, given=given, expected_version=expected_version)


def prolong(
    inquiry: Inquiry, *, actor: Actor, closes_on: date, expected_version: int | None = None
) -> ContactEvent:
    if closes_on < max(inquiry.opens_on, timezone.localdate()):
        raise Incomplete("closes_on", _("This day has passed. Choose another one."))
    return advance(inquiry, "prolong", actor=actor, expected_version=expected_version, closes_on=closes_on)


def publish(
    inquiry: Inquiry, *, actor: Actor, summary: str, expected_version: int | None = None
) -> ContactEvent:
    """Make the result public with what follows from it; groups too small to be named are not shown."""
    words = clean(summary)
    return advance(
        inquiry,
        "publish",
        actor=actor,
        note=words,
        expected_version=expected_version,
        summary=words,
        published_at=timezone.now(),
    )


# --- Paper ------------------------------------------------------------------------------------------------
@transaction.atomic
def print_forms(inquiry: Inquiry, *, actor: Actor, copies: int) -> list[str]:
    """The numbers of ``copies`` new printed forms."""
    _may_keep(inquiry, actor)
    _check_copies(copies)
    Inquiry.objects.filter(pk=inquiry.pk).update(printed=F("printed") + copies)
    inquiry.refresh_from_db(fields=["printed"])
    return [papers.form_number(n) for n in range(inquiry.printed - copies + 1, inquiry.printed + 1)]


@transaction.atomic
def print_codes(inquiry: Inquiry, *, actor: Actor, copies: int) -> list[str]:
    """``copies`` new codes, each good for one answer; they can be shown this once."""
    _may_keep(inquiry, actor)
    _check_copies(copies)
    codes = list(dict.fromkeys(papers.new_code() for _n in range(copies)))
    AccessCode.objects.bulk_create(
        AccessCode(inquiry=inquiry, digest=papers.code_digest(inquiry.pk, code)) for code in codes
    )
    return codes


def _check_copies(copies: int) -> None:
    if not 1 <= copies <= MOST_PRINTED:
        raise Incomplete("copies", _("From 1 to %(most)d at a time.") % {"most": MOST_PRINTED})


def _may_keep(inquiry: Inquiry, actor: Actor) -> None:
    if inquiry.status not in ("draft", "open") or not acting_as(actor, inquiry) & {"officer", "station"}:
        raise StepRefused(_("Nothing is printed for this any more."))


# --- Answering --------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Filled:
    """One filled-in form: ``answers`` by the question's key are option keys, a grade, or words."""

    answers: dict[int, list[int] | int | str]
    source: str = Source.ONLINE
    number: str = ""
    device_mark: str = ""
    code: str = ""
    person: Person = field(default_factory=Person)
    division: Division | None = None
    language: str = "zh-hans"
    key: UUID = field(default_factory=uuid4)


def answer(
    inquiry: Inquiry, filled: Filled, *, actor: Actor | None = None
) -> tuple[Response, list[tuple[Case, str]]]:
    """Take one answer in; words that are an opinion become one, with its query code. The same form again is one.

    StepRefused where it is closed, where the device has answered, where the paper was typed in before;
    Incomplete("code") for a code that is wrong or used.
    """
    known = Response.objects.filter(key=filled.key).first()
    if known is not None:
        return known, _receipts(known, filled)
    _check_open(inquiry, filled)
    try:
        with transaction.atomic():
            _use_code(inquiry, filled)
            response = Response.objects.create(
                inquiry=inquiry,
                source=filled.source,
                number=filled.number,
                device_mark="" if inquiry.is_form or inquiry.needs_code else filled.device_mark,
                key=filled.key,
                entered_by=actor.user if actor else None,
            )
            return response, _take_in(response, filled, actor)
    except IntegrityError:
        _why_refused(inquiry, filled)
        raise


def _check_open(inquiry: Inquiry, filled: Filled) -> None:
    """Paper that came in time may be typed in while the result is not published."""
    late_paper = filled.source == Source.PAPER and inquiry.status in ("open", "closed")
    if not (inquiry.takes_answers or late_paper):
        raise StepRefused(_("This is closed: answers are not taken any more."))


def _use_code(inquiry: Inquiry, filled: Filled) -> None:
    """A code is good once; two at the same moment: the second one changes no row."""
    if not inquiry.needs_code or filled.source == Source.PAPER:
        return
    digest = papers.code_digest(inquiry.pk, filled.code)
    unused = AccessCode.objects.filter(inquiry=inquiry, digest=digest, used_at=None)
    if not filled.code or not unused.update(used_at=timezone.now()):
        raise Incomplete(
            "code", _("This code is not right, or was used already. Compare it with your sheet.")
        )


def _why_refused(inquiry: Inquiry, filled: Filled) -> None:
    if filled.number and inquiry.responses.filter(number=filled.number).exists():
        raise Incomplete("number", _("The form of this number was typed in already.")) from None
    if filled.device_mark and inquiry.responses.filter(device_mark=filled.device_mark).exists():
        raise StepRefused(_("This device has answered already. Each one answers once.")) from None


def _take_in(response: Response, filled: Filled, actor: Actor | None) -> list[tuple[Case, str]]:
    questions = {one.pk: one for one in response.inquiry.questions.all()}
    taken = []
    for pk, given in filled.answers.items():
        question = questions[pk]
        if question.as_opinion and given:
            taken.append(_opinion(response, question, str(given), filled, actor))
        Answer.objects.bulk_create(_rows(response, question, given))
    response.cases.set([case for case, _code in taken])
    return taken


def _rows(response: Response, question: Question, given: list[int] | int | str) -> list[Answer]:
    """Words that are an opinion stand there alone: here is only that there were some."""
    if isinstance(given, list):
        return [Answer(response=response, question=question, option_id=option) for option in given]
    if isinstance(given, int):
        return [Answer(response=response, question=question, grade=given)]
    if not given:
        return []
    return [Answer(response=response, question=question, text="" if question.as_opinion else clean(given))]


def _opinion(
    response: Response, question: Question, words: str, filled: Filled, actor: Actor | None
) -> tuple[Case, str]:
    inquiry = response.inquiry
    title = f"{inquiry.title}: {title_from(words)}"
    sent = Submission(
        congress=inquiry.congress,
        body=words,
        title=title if len(title) <= _LONGEST_TITLE else title_from(words),
        channel=channel(inquiry.kind),
        topic=inquiry.topic,
        station=inquiry.station,
        deputy=inquiry.deputy,
        division=filled.division,
        person=filled.person,
        language=filled.language,
        acting=_entered_as(actor, inquiry),
        key=uuid5(filled.key, str(question.position)),
    )
    return feedback.submit(sent, actor=actor)


def _entered_as(actor: Actor | None, inquiry: Inquiry) -> str:
    if actor is None or actor.user is None or inquiry.congress_id in posts_of(actor.user).officer:
        return "officer"
    return "station"


def _receipts(known: Response, filled: Filled) -> list[tuple[Case, str]]:
    """The same receipts again: each opinion's key follows from the form's."""
    found = []
    for case in known.cases.select_related("opinion"):
        key = case.opinion.submission_key
        if key:
            found.append((case, receipts.code_for(key)))
    return found
