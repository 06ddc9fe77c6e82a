"""What the office does with a report: sends it back on one of three grounds, publishes it, records its meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.errors import Incomplete, StepRefused
from feedback.text import clean
from reports.duty.models import Audience, DutyMeeting, DutyReport, Ground, ReportForm, ReportKind
from reports.duty.services.advance import advance, check

if TYPE_CHECKING:
    from accounts.actors import Actor
    from casework.files import Prepared
    from reports.duty.models import DutyEvent

#: For form, secrets and personal data only; what somebody thinks is no ground.
GROUNDS = (Ground.FORM, Ground.SECRET, Ground.PERSONAL)


def send_back(
    report: DutyReport,
    *,
    actor: Actor,
    ground: str,
    place: str,
    note: str,
    expected_version: int | None = None,
) -> DutyEvent:
    """Send it back for one of ``GROUNDS``, pointing to the ``place``: words that stand in the report."""
    words = clean(place)
    if ground not in GROUNDS:
        raise Incomplete("ground", _("Choose form, secrets or personal data: nothing else is a ground."))
    if not words or words not in report.text:
        raise Incomplete(
            "place",
            _("Copy the passage from the report: these words do not stand in it as they are written here."),
        )
    return advance(
        report,
        "return",
        actor=actor,
        note=clean(note),
        expected_version=expected_version,
        said={"ground": ground, "place": words},
        check_due_on=None,
    )


def publish(
    report: DutyReport, *, actor: Actor, audience: str, expected_version: int | None = None
) -> DutyEvent:
    """Publish the words as the deputy handed them in, to the audience of the mandate or a wider one."""
    _check_audience(report, audience)
    return advance(
        report,
        "publish",
        actor=actor,
        expected_version=expected_version,
        audience=audience,
        check_due_on=None,
        published_at=timezone.now(),
    )


def publish_minutes(
    report: DutyReport, *, actor: Actor, audience: str, expected_version: int | None = None
) -> DutyEvent:
    """An oral report for which nothing was written: published with the minutes of its meeting."""
    if not report.is_oral or not hasattr(report, "meeting"):
        raise StepRefused(_("First record the meeting at which the deputy reported orally."))
    _check_audience(report, audience)
    return advance(
        report,
        "publish_minutes",
        actor=actor,
        given={"meeting"},
        expected_version=expected_version,
        audience=audience,
        published_at=timezone.now(),
    )


def _check_audience(report: DutyReport, audience: str) -> None:
    mandate = report.mandate
    fits = {
        Audience.PUBLIC: True,
        Audience.VOTERS: mandate.constituency_id is not None,
        Audience.UNIT: mandate.elected_by_id is not None,
    }
    if not fits.get(Audience(audience) if audience in Audience.values else Audience.PUBLIC) or not audience:
        raise Incomplete("audience", _("This mandate has no such audience."))


@dataclass(frozen=True)
class Held:
    """The meeting as the office records it."""

    held_on: date
    place: str
    attendance: int
    minutes: str
    questions: str = ""
    scan: Prepared | None = None


@transaction.atomic
def record_meeting(
    report: DutyReport, held: Held, *, actor: Actor, expected_version: int | None = None
) -> DutyMeeting:
    """Write down a meeting, once; an oral report needs one."""
    check(report, "record_meeting", actor)
    if hasattr(report, "meeting"):
        raise StepRefused(_("The meeting is recorded already."))
    if held.held_on > timezone.localdate():
        raise Incomplete("held_on", _("This day is still to come. A meeting is recorded after it was held."))
    given = {
        "held_on": held.held_on,
        "place": clean(held.place),
        "attendance": held.attendance,
        "minutes": clean(held.minutes),
    }
    advance(
        report,
        "record_meeting",
        actor=actor,
        expected_version=expected_version,
        given={name for name, value in given.items() if value not in ("", None)},
        said={"place": str(given["place"])},
    )
    meeting = DutyMeeting(report=report, recorded_by=actor.user, questions=clean(held.questions), **given)
    if held.scan is not None:
        meeting.file_name, meeting.content_type = held.scan.name, held.scan.content_type
        meeting.file.save(held.scan.name, ContentFile(held.scan.data), save=False)
    meeting.save(force_insert=True)
    return meeting


def move(
    report: DutyReport,
    *,
    actor: Actor,
    due_on: date,
    note: str,
    form: str = "",
    expected_version: int | None = None,
) -> DutyEvent:
    """Change the date, and of a report of the term its form. The reason stands beside the date from then on.

    On another day it is no longer in its round.
    """
    wanted = form or report.form
    if wanted == ReportForm.ORAL and report.kind != ReportKind.TERM:
        raise Incomplete("form", _("Reports after a session and of the year are written ones."))
    if due_on < timezone.localdate() and due_on != report.due_on:
        raise Incomplete("due_on", _("This day is over."))
    words = clean(note)
    moved: dict[str, Any] = {"moved_why": words[:200], "round": None} if due_on != report.due_on else {}
    return advance(
        report,
        "move",
        actor=actor,
        note=words,
        expected_version=expected_version,
        due_on=due_on,
        form=wanted,
        **moved,
    )


def excuse(report: DutyReport, *, actor: Actor, note: str, expected_version: int | None = None) -> DutyEvent:
    """Nobody reports who cannot: illness, or another reason, which stands in the schedule."""
    return advance(report, "excuse", actor=actor, note=clean(note), expected_version=expected_version)
