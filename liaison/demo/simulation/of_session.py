"""What a portal owes for suggestions and motions, looked up in the rows: the second part of the audit."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from casework.models import Case, Letter, Reminder
from casework.rules import urging_days
from casework.workflows import MOTION, SUGGESTION
from suggestions import services
from suggestions.models import ConversionLink, News, Suggestion
from suggestions.public import published

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Steps by which the deputies themselves, or too few of them, end what they brought.
_ENDED_BY_DEPUTIES = ("retract", "withdraw_motion", "lapse", "consent", "end_deliberation")
_TOLD = ("submit", "accept", "assign", "release_reply", "deliver_joined", "confirm_publication", "conclude")


def today_at_the_latest(today: date) -> Iterator[str]:
    """The talk with the deputy and publication: reminded of and urged, once for each day."""
    given = set(Reminder.objects.values_list("key", flat=True))
    owed = [
        (share.case.number, f"contact-{share.pk}", share.case.profile, services.speak_by(share).due_on)
        for share in services.silent_shares()
    ]
    owed += [
        (row.suggestion.case.number, f"publication-{row.pk}", row.suggestion.case.profile, row.due_on)
        for row in services.unpublished()
        if row.suggestion.case is not None and row.due_on is not None
    ]
    for number, what, profile, due_on in owed:
        for rung in ("remind", "urge"):
            kind, _dash, key = what.partition("-")
            if urging_days(profile, due_on)[rung] <= today and f"{rung}_{kind}-{key}-{due_on}" not in given:
                yield _("%(number)s: nobody spoke of %(what)s, planned for %(day)s") % {
                    "number": number,
                    "what": f"{rung}_{kind}",
                    "day": due_on,
                }


def in_the_end() -> Iterator[str]:
    """What must hold of all suggestions and motions, whatever has happened to them."""
    yield from _closed_without_an_end()
    yield from _answered_without_a_letter()
    yield from _public_without_a_page()
    yield from _citizens_not_told()


def _closed_without_an_end() -> Iterator[str]:
    """Answered; or turned down for a reason; or ended by its deputies; or decided in words."""
    for case in Case.objects.of_deputies().filter(closed_at__isnull=False, answered_at=None).order_by("pk"):
        table = SUGGESTION if case.kind == SUGGESTION.kind else MOTION
        ends = [step.action for step in table.steps if case.status in step.targets]
        last = case.events.filter(action__in=ends, assignment=None).latest("pk")
        if not last.note and last.action not in _ENDED_BY_DEPUTIES:
            yield _("%(number)s: closed without an answer or a reason") % {"number": case.number}


def _answered_without_a_letter() -> Iterator[str]:
    """Each lead deputy has a letter of their own, with a number of its own."""
    letters = Counter(Letter.objects.values_list("number", flat=True))
    yield from (
        _("the number of letter %(number)s was given twice") % {"number": number}
        for number, times in letters.items()
        if times > 1
    )
    answered = Case.objects.suggestions().filter(answered_at__isnull=False)
    for case in answered.exclude(replies__letter__isnull=False).order_by("pk"):
        yield _("%(number)s: answered without a letter") % {"number": case.number}


def _public_without_a_page() -> Iterator[str]:
    """What two people have made public can be opened, and nothing else can."""
    pages = set(published().values_list("pk", flat=True))
    public = set(Case.objects.of_deputies().filter(is_public=True).values_list("pk", flat=True))
    for case in Case.objects.filter(pk__in=pages ^ public).order_by("pk"):
        yield _("%(number)s: what is public and what has a page differ") % {"number": case.number}


def _citizens_not_told() -> Iterator[str]:
    """Every public step of what grew from an opinion is among its news."""
    told = set(News.objects.values_list("link", "event"))
    for link in ConversionLink.objects.filter(suggestion__case__isnull=False).select_related(
        "suggestion__case"
    ):
        assert link.suggestion.case is not None, "filtered above"
        for event in link.suggestion.case.events.filter(action__in=_TOLD, is_public=True, assignment=None):
            if (link.pk, event.pk) not in told:
                yield _("%(number)s: the citizen was not told of “%(step)s”") % {
                    "number": link.suggestion.case.number,
                    "step": event.action,
                }


def drafts_left() -> int:
    """Drafts that were never handed in: their deputies' own."""
    return Suggestion.objects.filter(case=None).exclude(stage="thrown_away").count()
