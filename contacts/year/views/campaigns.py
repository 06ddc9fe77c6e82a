"""The desk's pages of campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actors import Actor
from casework.paging import keyset
from contacts.models import Campaign, PlanTopic
from contacts.views.doors import for_officers, for_the_office
from contacts.views.stepping import took
from contacts.views.tabs import tabs
from contacts.year import campaigns as services
from contacts.year import figures
from contacts.year.access import campaigns_visible_to
from contacts.year.forms.more import CampaignForm
from contacts.year.views.common import (
    actions,
    chosen_congress,
    history,
    my_congresses,
    take_step,
)
from contacts.year.views.plans import listed
from deputies.models import posts_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
def campaigns(request: HttpRequest) -> HttpResponse:
    for_the_office(request)
    rows = campaigns_visible_to(request.user).select_related("congress")
    context = {
        "tabs": tabs(request, "campaigns"),
        "page": keyset(rows, "starts_on", request.GET, descending=True),
        "may_write": posts_of(request.user).has("officer"),
    }
    return render(request, "contacts/year/campaigns.html", context)


def _find(request: HttpRequest, pk: int) -> Campaign:
    return get_object_or_404(campaigns_visible_to(request.user).select_related("congress"), pk=pk)


@login_required
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """One campaign: aim, days, who takes part, what was heard, what may be done, and how it came about."""
    found = _find(request, pk)
    topics = PlanTopic.objects.for_lists().filter(line__campaigns=found)
    context = {
        "campaign": found,
        "topics": topics.filter(plan__status__in=["published", "reviewed"]),
        "days": found.occasions.for_lists(),
        "inquiries": found.inquiries.all(),
        "heard": figures.opinions_of_campaign(found).count(),
        "may_change": found.is_open and found.congress_id in posts_of(request.user).officer,
        "actions": actions(
            request,
            found,
            lambda action: reverse("campaign_step", args=[found.pk, action]),
            primary=("announce", "sum_up"),
        ),
        "events": history(found.events.all(), quiet=("remind",)),
    }
    return render(request, "contacts/year/campaign.html", context)


@login_required
def campaign_cases(request: HttpRequest, pk: int) -> HttpResponse:
    """The opinions behind the figure of a campaign."""
    found = _find(request, pk)
    cases = figures.opinions_of_campaign(found)
    return listed(request, cases, found.name, reverse("campaign", args=[found.pk]))


@login_required
def campaign_new(request: HttpRequest) -> HttpResponse:
    for_officers(request)
    congress = chosen_congress(request, my_congresses(request))
    form = CampaignForm(request.POST or None, congress=congress)
    made: list[Campaign] = []

    def run() -> None:
        made.append(services.write(form.draft(), actor=Actor.of(request.user)))

    if request.method == "POST" and form.is_valid() and took(form, run):
        return redirect("campaign", made[0].pk)
    context = {"form": form, "title": _("Prepare a campaign"), "back_url": reverse("campaigns")}
    return render(request, "contacts/year/form.html", context, status=400 if form.errors else 200)


@login_required
def campaign_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    if found.congress_id not in posts_of(request.user).officer:
        raise PermissionDenied(_("Only the liaison office writes here."))
    back = reverse("campaign", args=[found.pk])
    if not found.is_open:
        messages.warning(request, _("It is closed and stays as it is."))
        return redirect(back)
    form = CampaignForm(request.POST or None, congress=found.congress, known=found)

    def run() -> None:
        given = {"actor": Actor.of(request.user), "expected_version": form.cleaned_data["version"]}
        services.change(found, form.draft(), **given)

    if request.method == "POST" and form.is_valid() and took(form, run):
        messages.success(request, _("Saved."))
        return redirect(back)
    context = {"form": form, "title": _("Change the campaign"), "back_url": back}
    return render(request, "contacts/year/form.html", context, status=400 if form.errors else 200)


@login_required
def campaign_step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    found = _find(request, pk)
    return take_step(request, found, action, reverse("campaign", args=[found.pk]))
