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
from contacts.views.tabs import tabs
from contacts.year import figures, hot, plans
from contacts.year.access import plans_visible_to
from contacts.year.forms.plan import PlanForm, ReviseForm, TopicForm, WindowForm
from contacts.year.views.common import (
    actions,
    basis,
    for_officers,
    for_the_office,
    history,
    take_step,
    took,
)
from deputies.models import posts_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from casework.models.case import CaseQuerySet


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
    """Counts of opinions by topic and township in some days; each opens its list and can become a topic."""
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
        "may_change": plan.congress_id in posts_of(request.user).officer and plan.status == "draft",
    }
    return render(request, "contacts/year/issues.html", context, status=400 if form.errors else 200)


def _issue(one: hot.Hot, since: Any, until: Any) -> str:
    """What an address says of an issue: topic, township, and the days."""
    return f"{one.topic.pk}_{one.place.code if one.place else ''}_{since}_{until}"


@login_required
def issue_cases(request: HttpRequest, pk: int, issue: str) -> HttpResponse:
    """The opinions behind one count."""
    plan = find_plan(request, pk)
    counted = TopicForm(plan=plan).counted(issue)
    if counted is None:
        raise Http404
    place = counted.place.code if counted.place else ""
    cases = hot.of_issue(
        hot.opinions_in(plan.congress, counted.since, counted.until), counted.topic.pk, place
    )
    where = f"{counted.place.name} · " if counted.place else ""
    return listed(request, cases, f"{where}{counted.topic}", reverse("plan_issues", args=[plan.pk]))


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
