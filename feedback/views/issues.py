"""Hot issues at the desks: the list, one issue with its parts, and what the office decides of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import formats
from accounts.actors import Actor
from casework.errors import Incomplete, NotAllowed, Refused
from casework.paging import keyset
from deputies.models import Division, LiaisonStation, posts_of
from feedback.forms.issues import ALL, DECISIONS, PERIODS, IssueFilter
from feedback.hot import deciding, heat, picture
from feedback.hot.access import issues_visible_to, may_decide, opinions_of
from feedback.hot.counting import weights_of
from feedback.hot.figures import figures_for
from feedback.hot.likeness import similar_issues
from feedback.models import HotIssue, IssueDecision, IssueSpace, IssueState
from feedback.models.issue import Decided

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from feedback.forms.issues import Decision
    from feedback.hot.figures import Figures
    from feedback.models.issue import IssueQuerySet

MOST = 25  # issues in the list
_MOST_OWN = 300  # that are counted for somebody who reads a part of them
_MARKS = (Decided.TOPIC, Decided.KEY, Decided.SUGGESTION, Decided.DRAFT)


# --- The list -----------------------------------------------------------------------------------------------
@login_required
def hot_issues(request: HttpRequest) -> HttpResponse:
    """The hottest issues that the reader may see, lukewarm ones where that is asked for; a deputy and a station read
    of their own.
    """
    posts = posts_of(request.user)
    if not posts.has("officer", "committee", "station", "deputy"):
        raise PermissionDenied(
            _("Hot issues are for the liaison office, the standing committee, the stations and the deputies.")
        )
    seen = issues_visible_to(request.user)
    is_whole = posts.has("officer", "committee")
    form = IssueFilter(request.GET or None, issues=seen, is_whole=is_whole)
    found = _filtered(seen, form)
    since = _since(form)
    late = found.filter(last_day__gte=since)
    rows = _hottest(late, form) if is_whole else list(found.for_lists()[:_MOST_OWN])
    figures = figures_for(request.user, rows)
    rows = [one for one in rows if (figures[one.pk].last_day or date.min) >= since]
    rows.sort(key=lambda one: (-figures[one.pk].heat, one.pk))
    marks = _marks(rows[:MOST])
    context = {
        "form": form,
        "rows": [
            (one, figures[one.pk], picture.line_of(figures[one.pk].weeks), marks.get(one.pk, []))
            for one in rows[:MOST]
        ],
        "most": MOST if len(rows) > MOST else 0,
        "lukewarm": _lukewarm(late, form) if is_whole else 0,
        "is_whole": is_whole,
        "show_all": f"?{urlencode({**request.GET.dict(), 'show': ALL})}",
        "compared": IssueSpace.objects.filter(congress__in=seen.order_by().values("congress")).first(),
    }
    return render(request, "desk/issues.html", context, status=400 if form.errors else 200)


def _given(form: IssueFilter) -> dict[str, Any]:
    return form.cleaned_data if form.is_bound and form.is_valid() else {}


def _since(form: IssueFilter) -> date:
    return timezone.localdate() - timedelta(days=int(_given(form).get("days") or PERIODS[1]))


def _filtered(seen: IssueQuerySet, form: IssueFilter) -> IssueQuerySet:
    given = _given(form)
    found = seen.filter(state=given.get("state") or IssueState.OPEN, messages__gt=0)
    for name, column in (("congress", "congress"), ("place", "division"), ("topic", "topic")):
        if given.get(name):
            found = found.filter(**{column: given[name]})
    return found.order_by("-heat", "pk")


def _shows_all(form: IssueFilter) -> bool:
    """Whether lukewarm ones are asked for; dismissed ones are always shown."""
    given = _given(form)
    return given.get("show") == ALL or given.get("state") == IssueState.DISMISSED


def _hottest(found: IssueQuerySet, form: IssueFilter) -> list[HotIssue]:
    return list((found if _shows_all(form) else found.hot()).for_lists()[: MOST + 1])


def _lukewarm(found: IssueQuerySet, form: IssueFilter) -> int:
    """How many are left out."""
    return 0 if _shows_all(form) else found.count() - found.hot().count()


def _marks(rows: Sequence[HotIssue]) -> dict[int, list[str]]:
    """What has come of each issue, in a word each."""
    found: dict[int, list[str]] = {}
    standing = IssueDecision.objects.filter(issue__in=rows, action__in=_MARKS, undone_at=None).order_by("pk")
    for issue, action in standing.values_list("issue", "action"):
        label = str(Decided(action).label)
        if label not in found.setdefault(issue, []):
            found[issue].append(label)
    return found


# --- One issue ----------------------------------------------------------------------------------------------
def find_issue(request: HttpRequest, pk: int) -> HotIssue:
    return get_object_or_404(issues_visible_to(request.user).for_lists().select_related("merged_into"), pk=pk)


@login_required
def hot_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """One issue: why it is so hot, when and where it was raised, by which opinions, and what was decided."""
    issue = find_issue(request, pk)
    if issue.state == IssueState.MERGED:
        return _leads_on(request, issue)
    figures = figures_for(request.user, [issue])[issue.pk]
    weights = weights_of(issue.congress)
    decides = may_decide(request.user, issue)
    mine = opinions_of(request.user, issue)
    context = {
        "issue": issue,
        "figures": figures,
        "weights": weights,
        "parts": heat.parts(figures.counts, weights),
        "weeks": _weeks(figures),
        "places": _places(issue, figures),
        "page": keyset(mine.for_lists(), "opened_at", request.GET, descending=True),
        "readable": mine.count(),
        "similar": similar_issues(issue, issues_visible_to(request.user)) if figures.is_whole else [],
        "decides": decides,
        "decisions": _decisions(request, issue, figures),
        "actions": _actions(issue) if decides else [],
        "is_deputy": bool(posts_of(request.user).deputy),
        "handed": issue.decisions.filter(
            action=Decided.SUGGESTION, undone_at=None, deputy__in=posts_of(request.user).deputy
        ).first(),
    }
    return render(request, "desk/issue.html", context)


def _leads_on(request: HttpRequest, issue: HotIssue) -> HttpResponse:
    """The address of what was merged leads to where its opinions are now, if the reader may see that."""
    into: HotIssue | None = issue
    seen: set[int] = set()
    while into is not None and into.state == IssueState.MERGED and into.pk not in seen:
        seen.add(into.pk)
        into = into.merged_into
    if into is None or not issues_visible_to(request.user).filter(pk=into.pk).exists():
        raise Http404
    messages.info(request, _("“%(name)s” was merged into this issue.") % {"name": issue.name})
    return redirect("hot_issue", into.pk)


def _weeks(figures: Figures) -> dict[str, Any]:
    return {
        "columns": [_("Week from"), _("People"), _("Opinions")],
        "rows": [
            {"label": formats.day(date.fromisoformat(str(monday))), "values": [people, number]}
            for monday, number, people in figures.weeks
        ],
    }


def _places(issue: HotIssue, figures: Figures) -> dict[str, Any]:
    divisions = Division.objects.in_bulk([key for key, _number in figures.places])
    counted = {divisions[key]: number for key, number in figures.places if key in divisions}
    stations = LiaisonStation.objects.filter(congress=issue.congress_id, is_open=True).select_related(
        "division"
    )
    return {
        "counted": list(counted.items()),
        "map": picture.map_of(counted, list(stations)) if counted else None,
        "unplaced": figures.counts.messages - sum(counted.values()),
    }


def _decisions(request: HttpRequest, issue: HotIssue, figures: Figures) -> list[dict[str, Any]]:
    """For whom reads a part, only that something has come of it: notes name cases and people."""
    decides = may_decide(request.user, issue)
    rows = issue.decisions.select_related("actor", "deputy", "undone_by")
    if not figures.is_whole:
        rows = rows.filter(action__in=_MARKS, undone_at=None)
    return [{"row": one, "can_undo": decides and deciding.can_be_undone(one)} for one in rows]


def _actions(issue: HotIssue) -> list[tuple[str, Any]]:
    left_out = "reopen" if issue.state == IssueState.OPEN else "dismiss"
    return [(name, form.button) for name, form in DECISIONS.items() if name != left_out]


# --- Deciding -----------------------------------------------------------------------------------------------
@login_required
def hot_issue_step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """One decision: its form, what will happen, and what is refused and why."""
    issue = find_issue(request, pk)
    form_class = DECISIONS.get(action)
    if form_class is None:
        raise Http404
    if not may_decide(request.user, issue):
        raise PermissionDenied(_("Only the liaison office decides on issues."))
    given = {"case": request.GET["case"]} if "case" in request.GET else {}
    form = form_class(_sent(request), issue=issue, reader=request.user, initial=given)
    if form.is_valid():
        went_to = _ran(request, form)
        if went_to is not None:
            messages.success(request, _("Done: %(step)s") % {"step": form.button})
            return redirect("hot_issue", went_to.pk)
    context = {"issue": issue, "form": form}
    return render(request, "desk/issue_step.html", context, status=400 if form.errors else 200)


def _sent(request: HttpRequest) -> Any:
    """What was posted, be it nothing: some decisions ask for nothing."""
    return request.POST if request.method == "POST" else None


def _ran(request: HttpRequest, form: Decision) -> HotIssue | None:
    try:
        return form.run(Actor.of(request.user))
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None
    except Incomplete as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
    except Refused as refused:
        form.add_error(None, str(refused))
    return None


@login_required
@require_POST
def hot_issue_undo(request: HttpRequest, pk: int, decision: int) -> HttpResponse:
    """Take one decision back."""
    issue = find_issue(request, pk)
    row = get_object_or_404(issue.decisions.select_related("issue"), pk=decision)
    try:
        deciding.undo(row, actor=Actor.of(request.user))
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("Taken back: %(step)s") % {"step": row.get_action_display()})
    return redirect("hot_issue", issue.pk)
