"""Why a thing is due on its day, and who must do what next: one click from wherever the day is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.due import why_of
from casework.access import assignments_visible_to, commitments_visible_to
from casework.confidential import shielded
from casework.models import Assignment, Case, Commitment
from casework.rules import urging_days
from casework.services import workflow_of
from casework.templatetags.cases import status_words
from casework.turns import Turn, turns
from casework.views.case import find, shares_of

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

RUNGS = {
    "remind": gettext_noop("reminder"),
    "urge": gettext_noop("urging"),
    "second_urge": gettext_noop("second urging"),
    "supervise": gettext_noop("supervision by a leader"),
}


@dataclass(frozen=True, slots=True)
class Owed:
    """One date that is owed: of what, who acts next, and the days on which the portal itself speaks up."""

    of: str
    thing: object
    turns: list[Turn] = field(default_factory=list)
    ladder: list[tuple[str, date]] = field(default_factory=list)
    rule: str = ""

    @property
    def why(self) -> Any:
        return why_of(self.thing)

    @property
    def status(self) -> str:
        """Where the thing stands, where it moves by a table of steps."""
        return status_words(self.thing) if isinstance(self.thing, Case | Assignment | Commitment) else ""


@login_required
def of_case(request: HttpRequest, number: str) -> HttpResponse:
    """The dates of a case: its own, and those of the organs that this reader sees."""
    case = find(request, number)
    shares = [share for share in shares_of(request, case) if share.closed_at is None]
    owed = [_of_share(share) for share in shares]
    if {share.due_on for share in shares} != {case.due_on}:
        own = Owed(_("This case"), case) if shares else Owed(_("This case"), case, turns(case), _ladder(case))
        owed.insert(0, own)
    return answer(request, _of_this(case), owed)


@login_required
def of_share(request: HttpRequest, pk: int) -> HttpResponse:
    """The date of one organ."""
    shares = assignments_visible_to(request.user).select_related("case__congress", "case__opinion", "organ")
    share = get_object_or_404(shares.select_related("handler"), pk=pk)
    return answer(request, _of_this(shielded(share.case, request.user)), [_of_share(share)])


@login_required
def of_promise(request: HttpRequest, pk: int) -> HttpResponse:
    """The date of a promise: the organ's own word, given under the article that is named."""
    promises = commitments_visible_to(request.user).select_related("organ", "case__congress", "case__opinion")
    promise = get_object_or_404(promises, pk=pk)
    owed = Owed(
        _("The promise of %(organ)s") % {"organ": promise.organ}, promise, turns(promise), rule=promise.rule
    )
    return answer(request, _of_this(shielded(promise.case, request.user)), [owed])


def _of_share(share: Assignment) -> Owed:
    return Owed(str(share.organ), share, turns(share), _ladder(share))


def _ladder(moving: Case | Assignment) -> list[tuple[str, date]]:
    """The coming days of the urging ladder where it stands against this date; none while nobody is urged."""
    table = workflow_of(moving)
    if moving.due_on is None or moving.status not in table.step("remind").sources:
        return []
    profile = moving.case.profile if isinstance(moving, Assignment) else moving.profile
    today = timezone.localdate()
    return [
        (_(RUNGS[rung]), day) for rung, day in urging_days(profile, moving.due_on).items() if day >= today
    ]


def answer(request: HttpRequest, about: tuple[str, str], owed: list[Owed]) -> HttpResponse:
    """A page of its own, or what a script shows over the page; ``about`` is the title of the thing and its address."""
    title, url = about
    template = "cases/_why.html" if request.htmx else "cases/why.html"  # type: ignore[attr-defined]
    return render(request, template, {"title": title, "url": url, "owed": owed})


def _of_this(case: Case) -> tuple[str, str]:
    return case.title, reverse("case", args=[case.number])
