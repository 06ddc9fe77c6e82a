"""The desk's pages of the yearly contact plan: its editions, their topics, and the issues that people raise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actors import Actor
from casework.access import visible_to
from casework.errors import NotAllowed, Refused
from casework.paging import keyset
from contacts.models import ContactPlan, PlanTopic
from contacts.services.advance import check
from contacts.views.doors import for_officers, for_the_office
from contacts.views.stepping import took
from contacts.views.tabs import tabs
from contacts.year import figures, hot, plans
from contacts.year.access import plans_visible_to
from contacts.year.forms.plan import PlanForm, ReviseForm, TopicForm, WindowForm
from contacts.year.views.common import (
    actions,
    basis,
    history,
    take_step,
)
from deputies.models import posts_of
from feedback.hot.access import issues_visible_to

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from casework.models.case import CaseQuerySet
    from feedback.models import HotIssue


# --- Plans ------------------------------------------------------------------------------------------------
@login_required
def contact_plans(request: HttpRequest) -> HttpResponse:
    """Every edition of the reader's congresses, the newest year first."""
    for_the_office(request)
    context = {
        "tabs": tabs(request, "contact_plans"),
        "page": keyset(
            plans_visible_to(request.user).select_related("congress"), "year", request.GET, descending=True
        ),
        "may_write": posts_of(request.user).has("officer"),
        **basis("plan"),
    }
    return render(request, "contacts/year/plans.html", context)


@login_required
def contact_plan_new(request: HttpRequest) -> HttpResponse:
    for_officers(request)
    form = PlanForm(request.POST or None, congresses=posts_of(request.user).officer)
    made: list[ContactPlan] = []

    def run() -> None:
        data = form.cleaned_data
        actor = Actor.of(request.user)
        made.append(plans.draft(data["congress"], data["year"], intro=data["intro"], actor=actor))

    if request.method == "POST" and form.is_valid() and took(form, run):
        return redirect("contact_plan", made[0].pk)
    context = {
        "form": form,
        "title": _("Draft a plan"),
        "back_url": reverse("contact_plans"),
        **basis("plan"),
    }
    return render(request, "contacts/year/form.html", context, status=400 if form.errors else 200)


def find_plan(request: HttpRequest, pk: int) -> ContactPlan:
    found = plans_visible_to(request.user).select_related("congress", "drafted_by", "approved_by")
    return get_object_or_404(found, pk=pk)


@login_required
def contact_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One edition: its topics with what was done for each, what may be done now, and how it came about."""
    plan = find_plan(request, pk)
    topics = list(plan.topics.for_lists())
    is_officer = plan.congress_id in posts_of(request.user).officer
    context = {
        "plan": plan,
        "rows": [(topic, figures.progress_of(topic.line)) for topic in topics],
        "may_change": is_officer and plan.status == "draft",
        "may_revise": is_officer and plan.status == "published",
        "editions": ContactPlan.objects.filter(congress=plan.congress, year=plan.year).order_by("edition"),
        "actions": actions(
            request,
            plan,
            lambda action: reverse("contact_plan_step", args=[plan.pk, action]),
            primary=("submit", "publish"),
        ),
        "events": history(plan.events.all()),
        **basis("plan"),
    }
    return render(request, "contacts/year/plan.html", context)


@login_required
def contact_plan_step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    plan = find_plan(request, pk)
    return take_step(request, plan, action, reverse("contact_plan", args=[plan.pk]))


@login_required
def contact_plan_revise(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a new edition of a plan in force."""
    plan = find_plan(request, pk)
    if plan.congress_id not in posts_of(request.user).officer:
        raise PermissionDenied(_("Only the liaison office writes here."))
    form = ReviseForm(request.POST or None)
    made: list[ContactPlan] = []

    def run() -> None:
        made.append(plans.revise(plan, reason=form.cleaned_data["reason"], actor=Actor.of(request.user)))

    if request.method == "POST" and form.is_valid() and took(form, run):
        messages.success(
            request, _("A new edition is begun. The one in force stays until the new one is approved.")
        )
        return redirect("contact_plan", made[0].pk)
    context = {
        "form": form,
        "title": _("Revise the plan"),
        "back_url": reverse("contact_plan", args=[plan.pk]),
    }
    return render(request, "contacts/year/form.html", context, status=400 if form.errors else 200)


# --- Topics -----------------------------------------------------------------------------------------------
def _writing(request: HttpRequest, pk: int) -> ContactPlan:
    """A plan whose topics the reader may change now. 403 for whoever may never, a refusal where not now."""
    plan = find_plan(request, pk)
    try:
        check(plan, "change", Actor.of(request.user))
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None
    return plan


@login_required
def plan_topic_new(request: HttpRequest, pk: int) -> HttpResponse:
    return _topic(request, pk, None)


@login_required
def plan_topic_edit(request: HttpRequest, pk: int, topic: int) -> HttpResponse:
    return _topic(request, pk, topic)


def _topic(request: HttpRequest, pk: int, key: int | None) -> HttpResponse:
    try:
        plan = _writing(request, pk)
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("contact_plan", pk)
    known = get_object_or_404(PlanTopic, plan=plan, pk=key) if key else None
    issue = request.GET.get("issue", "")
    form = TopicForm(request.POST or None, plan=plan, known=known, issue=issue)

    def run() -> None:
        given: dict[str, Any] = {"topic": known, "expected_version": form.cleaned_data["version"]}
        plans.put_topic(plan, form.draft(), actor=Actor.of(request.user), **given)

    if request.method == "POST" and form.is_valid() and took(form, run):
        messages.success(request, _("Saved."))
        return redirect("contact_plan", plan.pk)
    context = {
        "form": form,
        "title": _("Change the topic") if known else _("Add a topic"),
        "counted": known if known and known.counted else form.counted(form["issue"].value() or ""),
        "issues_url": reverse("plan_issues", args=[plan.pk]),
        "back_url": reverse("contact_plan", args=[plan.pk]),
    }
    return render(request, "contacts/year/topic_edit.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def plan_topic_drop(request: HttpRequest, pk: int, topic: int) -> HttpResponse:
    try:
        plan = _writing(request, pk)
        plans.drop_topic(get_object_or_404(PlanTopic, plan=plan, pk=topic), actor=Actor.of(request.user))
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("The topic is left out."))
    return redirect("contact_plan", pk)


# --- Issues that people raise -----------------------------------------------------------------------------
@login_required
def plan_issues(request: HttpRequest, pk: int) -> HttpResponse:
    """What many people raised in some days, as it was found or counted; each opens its list and can become a topic."""
    plan = find_plan(request, pk)
    form = WindowForm(request.GET if "since" in request.GET else WindowForm.usual())
    found = []
    if form.is_valid():
        data = form.cleaned_data
        rows = hot.issues(plan.congress, data["since"], data["until"], least=data["least"])
        found = [(one, _issue(one, data["since"], data["until"])) for one in rows]
    context = {
        "plan": plan,
        "form": form,
        "rows": found,
        "found": any(one.issue for one, _issue_key in found),
        "may_change": plan.congress_id in posts_of(request.user).officer and plan.status == "draft",
    }
    return render(request, "contacts/year/issues.html", context, status=400 if form.errors else 200)


def _issue(one: hot.Hot, since: Any, until: Any) -> str:
    """What an address says of an issue: its key, or topic and township; and the days."""
    if one.issue:
        return f"h{one.issue.pk}_{since}_{until}"
    return f"{one.topic.pk}_{one.place.code if one.place else ''}_{since}_{until}"


@login_required
def issue_cases(request: HttpRequest, pk: int, issue: str) -> HttpResponse:
    """The opinions behind one count."""
    plan = find_plan(request, pk)
    counted = TopicForm(plan=plan).counted(issue)
    if counted is None:
        raise Http404
    back = reverse("plan_issues", args=[plan.pk])
    within = hot.opinions_in(plan.congress, counted.since, counted.until)
    if counted.issue:
        return listed(request, hot.of_found(within, counted.issue), counted.issue.name, back)
    place = counted.place.code if counted.place else ""
    where = f"{counted.place.name} · " if counted.place else ""
    return listed(request, hot.of_issue(within, counted.topic.pk, place), f"{where}{counted.topic}", back)


@login_required
def plan_topic_from_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """From a hot issue to the form of a topic, in the edition that is being drafted."""
    issue = get_object_or_404(issues_visible_to(request.user).standing(), pk=pk)
    if issue.congress_id not in posts_of(request.user).officer:
        raise PermissionDenied(_("Only the liaison office writes here."))
    drafted = (
        plans_visible_to(request.user)
        .filter(congress=issue.congress_id, status="draft")
        .order_by("year")
        .last()
    )
    why_not = _why_no_topic(issue, drafted)
    if why_not or drafted is None:
        messages.warning(request, why_not)
        return redirect(
            "contact_plans" if issue.topic_id else "hot_issue", *([] if issue.topic_id else [issue.pk])
        )
    days = f"{issue.first_day}_{issue.last_day}"
    return redirect(f"{reverse('plan_topic_new', args=[drafted.pk])}?issue=h{issue.pk}_{days}")


def _why_no_topic(issue: HotIssue, drafted: ContactPlan | None) -> str:
    if issue.topic_id is None:
        return _("None of its opinions has a topic yet. Register them first.")
    if drafted is None:
        return _("No plan is being drafted. Draft one, or revise the one in force; then take the issue up.")
    return ""


def listed(request: HttpRequest, cases: CaseQuerySet, title: str, back: str) -> HttpResponse:
    """A list of opinions: of those behind a figure, the ones that the reader may open."""
    mine = visible_to(request.user).filter(pk__in=cases.order_by().values("pk"))
    rows = mine.select_related("topic", "division", "deputy")
    context = {
        "page": keyset(rows, "opened_at", request.GET, descending=True),
        "title": title,
        "back_url": back,
    }
    return render(request, "contacts/year/cases.html", context)
