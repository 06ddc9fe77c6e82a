"""Appraisals as the office sets them up: codes printed or sent, opened, closed by date, counted, published."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.actors import Actor
from casework.errors import Incomplete, NotAllowed, Refused, StepRefused
from casework.numbers import ALPHABET, grouped, tidy
from deputies.models import Deputy, Post
from feedback.identity import seal_words
from feedback.text import clean
from reports.duty import rules
from reports.duty.access import roles_on
from reports.duty.models import Appraisal, DutyNotice, Grade, Ground, Remark, VoteCode
from reports.duty.services import telling
from reports.duty.services.advance import advance, begin

if TYPE_CHECKING:
    from reports.duty.models import DutyEvent, DutyReport

MOST_CODES = 500  # in one printing
_SALT = "reports.duty.codes"
_LENGTH = 12  # 60 bits
_REMIND_AFTER = timedelta(days=1)
HIDING = (Ground.PERSONAL, Ground.INSULT)


@dataclass(frozen=True, slots=True)
class Slip:
    """A code as it is printed, once: its number on the roll, and the code itself."""

    serial: int
    code: str


def digest_of(code: str) -> str:
    """What is kept of a code: its letters are mistaken for none, blanks and dashes do not matter."""
    return salted_hmac(_SALT, tidy(code), algorithm="sha256").hexdigest()


# --- Setting up -------------------------------------------------------------------------------------------
def prepare(report: DutyReport, *, actor: Actor) -> Appraisal:
    """An appraisal of a published report; one for each."""
    if report.status != "published":
        raise StepRefused(_("A report is appraised after it is published."))
    if Appraisal.objects.filter(report=report).exists():
        raise StepRefused(_("There is an appraisal of this report already."))
    today = timezone.localdate()
    appraisal = Appraisal(report=report, status="prepared", profile=rules.key_for(report.congress, today))
    begin(appraisal, "prepare", actor=actor)
    return appraisal


@transaction.atomic
def print_codes(
    appraisal: Appraisal, count: int, *, actor: Actor, expected_version: int | None = None
) -> list[Slip]:
    """New codes, shown this once: their digests alone are kept. Numbered on, so that a roll can be kept on paper."""
    if not 1 <= count <= MOST_CODES:
        raise Incomplete("count", _("Between 1 and %(most)d codes at once.") % {"most": MOST_CODES})
    advance(appraisal, "print_codes", actor=actor, note=str(count), expected_version=expected_version)
    first = _next_serial(appraisal)
    slips = [Slip(first + place, _new_code()) for place in range(count)]
    VoteCode.objects.bulk_create(
        VoteCode(appraisal=appraisal, serial=one.serial, digest=digest_of(one.code)) for one in slips
    )
    return slips


def _new_code() -> str:
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(_LENGTH)))


def _next_serial(appraisal: Appraisal) -> int:
    return (appraisal.codes.aggregate(top=Max("serial"))["top"] or 0) + 1  # type: ignore[attr-defined]


@transaction.atomic
def send_codes(appraisal: Appraisal, *, actor: Actor, expected_version: int | None = None) -> int:
    """A code by mail to each member of the electing unit who has none; returns to how many.

    Until it has gone it is kept sealed in the outbox; afterwards its digest alone is left.
    """
    members = members_of(appraisal)
    if not members:
        raise StepRefused(
            _("The deputy was elected by voters, or no member of the electing unit can be reached.")
        )
    had = set(appraisal.codes.filter(is_void=False, member__isnull=False).values_list("member", flat=True))  # type: ignore[attr-defined]
    fresh = [(deputy, user) for deputy, user in members if deputy not in had]
    event = advance(
        appraisal, "send_codes", actor=actor, note=str(len(fresh)), expected_version=expected_version
    )
    first = _next_serial(appraisal)
    secrets.SystemRandom().shuffle(fresh)
    for place, (deputy, user) in enumerate(fresh):
        code = _new_code()
        VoteCode.objects.create(
            appraisal=appraisal, serial=first + place, digest=digest_of(code), member_id=deputy
        )
        DutyNotice.objects.create(event=event, user_id=user, sealed=seal_words(code))
    telling.hint()
    return len(fresh)


def members_of(appraisal: Appraisal) -> list[tuple[int, int]]:
    """Deputy and user of each member of the electing unit who can be written to; one user for each deputy."""
    unit = appraisal.report.mandate.elected_by_id
    if unit is None:
        return []
    deputies = Deputy.objects.in_office().filter(congress=unit)
    posts = Post.objects.reachable(timezone.localdate()).filter(role="deputy", deputy__in=deputies)
    rows = posts.exclude(user__email="").order_by("deputy", "user").values_list("deputy", "user")
    return list({deputy: (deputy, user) for deputy, user in rows}.values())


@transaction.atomic
def void_codes(appraisal: Appraisal, serials: Sequence[int], *, actor: Actor) -> int:
    """Make unused slips worthless: lost, or left over. Returns how many."""
    if actor.user is None or "officer" not in roles_on(actor.user, appraisal):
        raise NotAllowed(_("Only the liaison office does this."))
    if appraisal.status not in ("prepared", "open"):
        raise StepRefused(_("The appraisal is over."))
    rows = VoteCode.objects.filter(appraisal=appraisal, serial__in=serials, is_used=False, is_void=False)
    return rows.update(is_void=True)


def open_appraisal(appraisal: Appraisal, *, actor: Actor, expected_version: int | None = None) -> DutyEvent:
    """Open it today, for as long as the rules say. Incomplete without a single code."""
    today = timezone.localdate()
    valid = appraisal.codes.filter(is_void=False)  # type: ignore[attr-defined]
    return advance(
        appraisal,
        "open",
        actor=actor,
        given={"codes"} if valid.exists() else set(),
        expected_version=expected_version,
        opens_on=today,
        closes_on=rules.due(appraisal.profile, "appraisal", today).due,
    )


# --- The end ----------------------------------------------------------------------------------------------
def follow(today: date | None = None) -> int:
    """Close what is over, and remind the office once of a result whose date has passed."""
    today = today or timezone.localdate()
    closed = 0
    for one in Appraisal.objects.filter(status="open", closes_on__lt=today):
        closed += _taken(one, "close", closed_on=today)
    for one in Appraisal.objects.filter(status="closed"):
        if one.due_on + _REMIND_AFTER <= today and not one.events.filter(mark="result").exists():  # type: ignore[attr-defined]
            closed += _taken(one, "remind", said={"mark": "result"})
    return closed


def _taken(appraisal: Appraisal, action: str, **given: object) -> int:
    try:
        with transaction.atomic():
            advance(appraisal, action, actor=Actor.system, **given)  # type: ignore[arg-type]
    except (Refused, IntegrityError):
        return 0
    return 1


@dataclass(frozen=True, slots=True)
class Result:
    """What came out: ballots by grade, how many codes were given out and used."""

    grades: dict[str, int]
    given_out: int
    used: int

    @property
    def rows(self) -> list[tuple[str, int]]:
        return [(str(Grade(name).label), self.grades[name]) for name in Grade.values]

    @property
    def turnout(self) -> float | None:
        return self.used / self.given_out if self.given_out else None


def turnout_of(appraisal: Appraisal) -> Result:
    """Codes given out and used, and no grade: what the office may see while people vote."""
    counted = appraisal.codes.filter(is_void=False).aggregate(  # type: ignore[attr-defined]
        given_out=Count("pk"), used=Count("pk", filter=Q(is_used=True))
    )
    return Result(dict.fromkeys(Grade.values, 0), counted["given_out"], counted["used"])


def result_of(appraisal: Appraisal) -> Result:
    """The count. StepRefused while votes are taken: a count that can be watched growing tells who voted what."""
    if appraisal.status not in ("closed", "published"):
        raise StepRefused(_("The votes are counted when the appraisal is closed."))
    counted = turnout_of(appraisal)
    rows = appraisal.ballots.order_by().values_list("grade").annotate(n=Count("pk"))  # type: ignore[attr-defined]
    return Result({**counted.grades, **dict(rows)}, counted.given_out, counted.used)


def remarks_of(appraisal: Appraisal) -> list[Remark]:
    """The words of a closed appraisal, in the order of their random keys."""
    return list(appraisal.remarks.all()) if appraisal.status in ("closed", "published") else []  # type: ignore[attr-defined]


@transaction.atomic
def look_through(
    appraisal: Appraisal,
    hidden: dict[str, str],
    *,
    actor: Actor,
    expected_version: int | None = None,
) -> DutyEvent:
    """Say which words are not shown and on which ground (personal data, insults); all others are."""
    keys = {str(one.pk) for one in remarks_of(appraisal)}
    wrong = [ground for key, ground in hidden.items() if key not in keys or ground not in HIDING]
    if wrong:
        raise Incomplete("remarks", _("Words are kept back for personal data or insults only."))
    event = advance(appraisal, "look_through", actor=actor, expected_version=expected_version)
    Remark.objects.filter(appraisal=appraisal).update(is_looked_at=True, hidden_ground="")
    for key, ground in hidden.items():
        Remark.objects.filter(pk=key).update(hidden_ground=ground)
    return event


def publish(appraisal: Appraisal, *, actor: Actor, expected_version: int | None = None) -> DutyEvent:
    """Publish counts, turnout and words; the deputy and the standing committee are told.

    Incomplete while there are words at which nobody has looked. There is no least number of votes.
    """
    unread = appraisal.remarks.filter(is_looked_at=False).exists()  # type: ignore[attr-defined]
    if unread:
        raise Incomplete("remarks", _("Look through the words first: they may name somebody."))
    return advance(
        appraisal,
        "publish",
        actor=actor,
        given={"remarks"},
        expected_version=expected_version,
        published_at=timezone.now(),
    )


def discard(
    appraisal: Appraisal, *, actor: Actor, note: str, expected_version: int | None = None
) -> DutyEvent:
    """An appraisal that was never opened."""
    return advance(appraisal, "discard", actor=actor, note=clean(note), expected_version=expected_version)


def last_day_from_today(appraisal: Appraisal) -> date:
    """Until when votes would be taken if it were opened now."""
    return rules.due(appraisal.profile, "appraisal", timezone.localdate()).due
