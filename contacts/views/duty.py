"""A deputy's first page: what I must do, where I am expected, what I promised. And settling a next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from casework.errors import Refused
from contacts import duty, services
from contacts.access import records_visible_to, services_visible_to
from contacts.forms.records import NextStepForm
from contacts.views.me import me
from contacts.views.records import refuse

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User


@login_required
def my_duty(request: HttpRequest) -> HttpResponse:
    """Everything that waits for this deputy, in one page."""
    deputy = me(request)
    user: User = request.user  # type: ignore[assignment]
    ask = duty.Asking(user, deputy, timezone.localdate())
    due = duty.kinds(duty.DUE, ask)
    context = {
        "me": deputy,
        "due": due,
        "count": sum(len(kind.shown) for kind in due),
        "has_more": any(kind.has_more for kind in due),
        "coming": duty.kinds(duty.COMING, ask),
        "promised": duty.kinds(duty.PROMISED, ask),
    }
    return render(request, "contacts/my_duty.html", context)


@login_required
def next_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what became of a next step; the record keeps both."""
    record = get_object_or_404(
        records_visible_to(request.user).exclude(next_step="").for_lists(), pk=pk, next_step_done=None
    )
    form = NextStepForm(request.POST or None)
    actor = Actor.of(request.user)
    if request.method != "POST" and not services.may_settle(record, actor=actor):
        raise PermissionDenied(
            _("A deputy records their own contacts, the office and the station those of its deputies.")
        )
    if request.method == "POST" and form.is_valid():
        try:
            services.settle_next_step(record, actor=actor, outcome=form.cleaned_data["outcome"])
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Recorded."))
            return redirect("contact_record", record.pk)
    context = {"form": form, "record": record}
    return render(request, "contacts/next_step.html", context, status=400 if form.errors else 200)


@login_required
def help_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Practical help that a deputy gave: the evidence of a line of the dossier."""
    found = get_object_or_404(services_visible_to(request.user).select_related("contact__channel"), pk=pk)
    seen = records_visible_to(request.user).filter(pk=found.contact_id or 0).exists()
    return render(request, "contacts/help_record.html", {"help": found, "may_open": seen})
