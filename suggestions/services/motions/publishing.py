"""Publication of a motion and of what was decided on it: one officer proposes a redacted copy, another decides.

A motion goes on after it was published. Later decisions are public when they, too, were proposed and decided on.
Sources: Shanghai, article 24; Organic Law, article 42; the three exceptions as with suggestions.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from casework.errors import NotAllowed, StepRefused
from casework.rules import profile_by_key
from casework.services import advance
from casework.services.settling import hold
from suggestions import public
from suggestions.models import Decision, Motion, MotionPublication, Suggestion
from suggestions.services.publishing import check_copy, check_proposal, contacts_of, redacted

if TYPE_CHECKING:
    from accounts.actors import Actor
    from casework.models import Case, Event

#: What was decided, in the order in which it comes.
RESULTS = ("opinion", "presidium", "vote", "deliberation", "decision", "report", "second_report")


@dataclass(frozen=True, slots=True)
class MotionCopy:
    """The words that anyone may read; ``results`` are the decisions, each in a paragraph with what it is called."""

    cause: str = ""
    grounds: str = ""
    plan: str = ""
    results: str = ""


def first_motion_copy(motion: Motion) -> MotionCopy:
    """A first redacted copy: personal data starred out, and what tells how to reach the deputies left out."""
    contacts = contacts_of(motion.case)
    with translation.override(settings.LANGUAGE_CODE):  # the words of an office, whoever looks at them
        said = [
            _("%(what)s: %(words)s") % {"what": _name_of(motion, name), "words": getattr(motion, name)}
            for name in RESULTS
            if getattr(motion, name)
        ]
    words = (motion.cause, motion.grounds, motion.plan, "\n\n".join(said))
    return MotionCopy(*(redacted(text, contacts) for text in words))


def _name_of(motion: Motion, name: str) -> str:
    return str(motion._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def publication_waiting(case: Case) -> MotionPublication | None:
    """The proposal on which a second person has to decide."""
    rows = MotionPublication.objects.filter(motion=case.pk, decided_by=None, proposed_by__isnull=False)
    return rows.select_related("proposed_by").first()


def public_copy(case: Case) -> MotionPublication | None:
    """The copy that anyone may read."""
    return MotionPublication.objects.filter(
        motion=case.pk, published_at__isnull=False, taken_down_at=None
    ).first()


def deputy_may_keep_back(case: Case) -> bool:
    """Whether the rules leave publication to the deputy, and this one finds it unsuitable."""
    asks = Suggestion.objects.filter(case=case, keep_back=True).exists()
    return asks and bool(profile_by_key(case.profile).switch("deputy_may_withhold_publication"))


@transaction.atomic
def propose_motion(
    case: Case,
    *,
    actor: Actor,
    decision: str,
    copy: MotionCopy | None = None,
    exception: str = "",
    note: str = "",
    expected_version: int | None = None,
) -> Event:
    """Propose to publish whole, a part, or not at all; less than the whole only for an exception in law."""
    hold(case)
    check_proposal(decision, exception, note, deputy_may=deputy_may_keep_back(case))
    words = asdict(copy or MotionCopy())
    if decision != Decision.NONE:
        owed = {name: text for name, text in words.items() if text.strip() or name != "results"}
        check_copy(owed, contacts_of(case))
    event = advance(
        case, "propose_publication", actor=actor, note=note, given={"decision"}, expected_version=expected_version
    )  # fmt: skip
    row = MotionPublication.objects.filter(motion=case.pk, decided_by=None).first()
    row = row or MotionPublication(motion_id=case.pk)
    for name, text in words.items():
        setattr(row, name, "" if decision == Decision.NONE else text)
    row.decision, row.exception, row.note = decision, exception, note
    row.proposed_by, row.proposed_at = actor.user, timezone.now()
    row.save()
    return event


@transaction.atomic
def confirm_motion(case: Case, *, actor: Actor, expected_version: int | None = None) -> Event:
    """The second person decides as proposed; what was public before gives way to it."""
    hold(case)
    row = _waiting(
        case, actor, _("Two people decide on publication. A colleague has to confirm your proposal.")
    )
    is_public = row.decision != Decision.NONE and not case.confidential
    event = advance(
        case, "confirm_publication", actor=actor, given={"decision"}, expected_version=expected_version,
        is_public=is_public, public=is_public,
    )  # fmt: skip
    now = timezone.now()
    MotionPublication.objects.filter(motion=case.pk, published_at__isnull=False, taken_down_at=None).update(
        taken_down_at=now
    )
    row.decided_by, row.decided_at, row.published_at = actor.user, now, now if is_public else None
    row.save(update_fields=["decided_by", "decided_at", "published_at"])
    Motion.objects.filter(case=case).update(published_at=row.published_at)
    public.index(case)
    return event


@transaction.atomic
def refuse_motion(case: Case, *, actor: Actor, note: str, expected_version: int | None = None) -> Event:
    """The second person does not agree; a new proposal is owed."""
    hold(case)
    row = _waiting(
        case, actor, _("Two people decide on publication. A colleague has to look at your proposal.")
    )
    event = advance(case, "refuse_publication", actor=actor, note=note, expected_version=expected_version)
    row.proposed_by = row.proposed_at = None
    row.save(update_fields=["proposed_by", "proposed_at"])
    return event


def _waiting(case: Case, actor: Actor, two_people: str) -> MotionPublication:
    row = publication_waiting(case)
    if row is None:
        raise StepRefused(_("Nobody has proposed how it is made public."))
    if row.proposed_by_id == actor.user_id:
        raise NotAllowed(two_people)
    return row


@transaction.atomic
def take_down_motion(case: Case, *, actor: Actor, note: str, expected_version: int | None = None) -> Event:
    """Take it down from the public pages, with a reason; it can be proposed anew."""
    hold(case)
    row = public_copy(case)
    if row is None or not case.is_public:
        raise StepRefused(_("It is not public."))
    event = advance(
        case, "take_down", actor=actor, note=note, is_public=False, expected_version=expected_version
    )
    row.taken_down_at = timezone.now()
    row.save(update_fields=["taken_down_at"])
    public.index(case)
    return event


def end_publication(case: Case) -> None:
    """What has become a suggestion is public as that, once it is answered: its copies as a motion are taken down."""
    rows = MotionPublication.objects.filter(motion=case.pk, published_at__isnull=False, taken_down_at=None)
    rows.update(taken_down_at=timezone.now())
    public.index(case)
