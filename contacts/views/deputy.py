"""A deputy's own pages, made for a phone: my days, what I heard, what I have not conveyed yet, help given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts.actors import Actor
from casework.access import visible_to
from casework.errors import Refused
from contacts import figures, minimum, rules, services
from contacts.access import occasions_visible_to, records_visible_to, roles_on
from contacts.channels import channel
from contacts.forms.records import ASKED, HelpForm, KeepForm, VisitForm
from contacts.models import ContactRecord, NextStepDone
from contacts.views.me import me as _me
from contacts.views.records import refuse
from deputies.models import posts_of
from feedback import kept_files

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_MOST = 30


@login_required
def my_contacts(request: HttpRequest) -> HttpResponse:
    """My coming days, what waits with me, what I heard, and the year against its minimum."""
    me = _me(request)
    today = timezone.localdate()
    mine = records_visible_to(request.user).filter(deputy=me).for_lists()
    duties = occasions_visible_to(request.user).filter(duties__deputy=me, duties__withdrew_at=None)
    context = {
        "me": me,
        "days": duties.filter(status__in=["planned", "announced", "held"]).for_lists()[:_MOST],
        "waiting": mine.not_conveyed()[:_MOST],
        "records": mine[:_MOST],
        "services": me.service_records.all()[:_MOST],
        "year": figures.contacts_of(me, today.replace(month=1, day=1), today),
        "least": rules.contacts_a_year(me.congress, today),
        "standing": minimum.standing_of(me, today),
    }
    return render(request, "contacts/my_contacts.html", context)


@login_required
@sensitive_post_parameters()
def my_visit(request: HttpRequest) -> HttpResponse:
    """A visit, a call, a talk on the way: written down in a minute, passed on now or later."""
    me = _me(request)
    for code in ASKED:
        channel(code)
    form = VisitForm(request.POST or None, request.FILES or None, deputy=me)
    if request.method == "POST" and form.is_valid():
        try:
            record = services.note(form.heard(get_language() or "zh-hans"), actor=Actor.of(request.user))
        except Refused as refused:
            refuse(form, refused)
        else:
            kept_files.forget(form.kept)
            told = _("Recorded and passed on to the liaison office.") if record.case else _("Recorded.")
            messages.success(request, told)
            return redirect("my_contacts")
    if form.is_bound:
        form.keep_files()
    return render(request, "contacts/my_visit.html", {"form": form}, status=400 if form.errors else 200)


@login_required
def my_help(request: HttpRequest) -> HttpResponse:
    me = _me(request)
    form = HelpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.help_given(me, actor=Actor.of(request.user), **form.cleaned_data)
        messages.success(request, _("Recorded."))
        return redirect("my_contacts")
    context = {"form": form, "title": _("Record help given")}
    return render(request, "contacts/my_form.html", context, status=400 if form.errors else 200)


@login_required
def contact_record(request: HttpRequest, pk: int) -> HttpResponse:
    """One contact: what was said where, what became of it; and to convey it, or to say why not."""
    record = get_object_or_404(records_visible_to(request.user).for_lists(), pk=pk)
    actor = Actor.of(request.user)
    form = KeepForm(request.POST if request.POST.get("step") == "keep" else None)
    if request.method == "POST":
        try:
            if request.POST.get("step") != "keep":
                services.convey(record, actor=actor)
            elif form.is_valid():
                services.keep(record, actor=actor, why=form.cleaned_data["why"])
        except Refused as refused:
            messages.warning(request, str(refused))
            return redirect("contact_record", record.pk)
        if not form.errors:
            messages.success(request, _("Done."))
            return redirect("contact_record", record.pk)
    context = {
        "record": record,
        "form": form,
        "waits": bool(record.said and not record.kept_why),
        "may_convey": _may_convey(request, record),
        "may_read": bool(record.case_id) and visible_to(request.user).filter(pk=record.case_id or 0).exists(),
        "settled": NextStepDone.objects.filter(contact=record).first(),
        "can_open": record.occasion and roles_on(request.user, record.occasion),
    }
    return render(request, "contacts/record.html", context, status=400 if form.errors else 200)


def _may_convey(request: HttpRequest, record: ContactRecord) -> bool:
    posts = posts_of(request.user)
    return (
        record.deputy_id in posts.deputy
        or record.congress_id in posts.officer
        or record.station_id in posts.station
    )
