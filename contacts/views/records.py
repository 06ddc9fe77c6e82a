"""Contacts that are written down: the desk's form for a call, a letter or a visit, the records and their figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.actors import Actor
from casework.errors import Incomplete, Refused
from casework.models import Channel
from casework.paging import keyset
from contacts import figures, minimum, services
from contacts.access import records_visible_to
from contacts.channels import channel
from contacts.filters import RecordFilter
from contacts.forms.records import ASKED, ContactForm
from contacts.models import MinimumRound
from contacts.views.doors import for_the_desk, for_the_office_or_a_station
from contacts.views.tabs import tabs
from deputies.models import PeoplesCongress, posts_of
from feedback import desk_drafts, kept_files
from feedback import services as feedback
from feedback.views.desk import show_receipt_of

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from casework.models import Case
    from contacts.models.record import ContactRecordQuerySet

#: The lists of the page: which records of those that were asked for.
_SHOWS: dict[str, tuple[str, Callable[[ContactRecordQuerySet], ContactRecordQuerySet]]] = {
    "": (gettext_noop("All"), lambda rows: rows),
    "waiting": (gettext_noop("Heard, not conveyed yet"), lambda rows: rows.not_conveyed()),
    "kept": (gettext_noop("Not conveyed, with the reason"), lambda rows: rows.exclude(kept_why="")),
    "conveyed": (gettext_noop("Conveyed"), lambda rows: rows.filter(conveyed_on__isnull=False)),
}
_MOST = 200  # deputies of one list
_OF_OCCASIONS = ("web", "reception", "symposium", "form", "survey")


@login_required
def contact_records(request: HttpRequest) -> HttpResponse:
    """Every contact that was recorded, the latest first; what waits to be conveyed by itself."""
    for_the_office_or_a_station(request)
    rows = records_visible_to(request.user).for_lists()
    narrowed = RecordFilter(request.GET, rows, posts=posts_of(request.user))
    found = narrowed.qs
    show = request.GET.get("show", "")
    page = keyset(_SHOWS.get(show, _SHOWS[""])[1](found), "heard_on", request.GET, descending=True)
    context = {
        "tabs": tabs(request, "contact_records"),
        "page": page,
        "form": narrowed.form,
        "show": show,
        "ways": _ways() if posts_of(request.user).has("officer", "station") else [],
        "shows": [
            {
                "label": _(label),
                "url": f"{reverse('contact_records')}?{urlencode(_kept(request, name))}",
                "current": name == (show if show in _SHOWS else ""),
                "count": found.not_conveyed().order_by()[:200].count() if name == "waiting" else None,
            }
            for name, (label, _rows) in _SHOWS.items()
        ],
    }
    return render(request, "contacts/records.html", context)


def _kept(request: HttpRequest, show: str) -> list[tuple[str, str]]:
    """The filters, with another list."""
    kept = [(name, request.GET[name]) for name in ("deputy", "since", "until") if request.GET.get(name)]
    return [*kept, ("show", show)] if show else kept


def _ways() -> list[Channel]:
    """The channels that are entered by hand: ours, and what an operator has added."""
    for code in ASKED:
        channel(code)
    return list(Channel.objects.filter(is_active=True, at_desk=True).exclude(code__in=_OF_OCCASIONS))


@login_required
@sensitive_post_parameters()
def enter_contact(request: HttpRequest, way: str) -> HttpResponse:
    """A call while on the line, a letter with its scan, a visit: an opinion, given to the deputy named."""
    for_the_desk(request)
    found = _way(way)
    if request.POST.get("step") == "keep":
        _keep(request, found)
        return redirect("contact_enter", way)
    draft = None if request.POST else desk_drafts.find(_user(request), _of(found))
    form = _form(request, found, draft)
    if request.method == "POST" and form.is_valid():
        case = _entered(request, form)
        if case is not None:
            kept_files.forget(form.kept)
            desk_drafts.forget(_user(request), _of(found))
            show_receipt_of(request, case)
            return redirect("entered", case.number)
    if form.is_bound:
        form.keep_files()
        draft = _keep(request, found)
    context = {
        "form": form,
        "way": found,
        "asked": [form[name] for name in form.asked],
        "draft": draft,
        "restored": not form.is_bound and draft,
    }
    return render(request, "contacts/enter.html", context, status=400 if form.errors else 200)


def _way(code: str) -> Channel:
    """The channel of this code that is entered by hand; ours are made where they are missing."""
    if code in ASKED:
        channel(code)
    return get_object_or_404(Channel, code=code, is_active=True, at_desk=True)


def _form(request: HttpRequest, way: Channel, draft: desk_drafts.Kept | None = None) -> ContactForm:
    typed = dict(draft.fields) if draft else {}
    posts = posts_of(request.user)
    return ContactForm(request.POST or None, request.FILES or None, way=way, posts=posts, initial=typed)


def _of(way: Channel) -> str:
    return f"contact:{way.code}"


def _user(request: HttpRequest) -> User:
    assert request.user.is_authenticated
    return request.user


def _keep(request: HttpRequest, way: Channel) -> desk_drafts.Kept | None:
    names = [name for name in _form(request, way).fields if name != "attachments"]
    return desk_drafts.keep(_user(request), _of(way), request.POST, names)


@login_required
@require_POST
@sensitive_post_parameters()
def contact_draft(request: HttpRequest, way: str) -> HttpResponse:
    """A part of the page: what is typed is kept, and until when. With the step ``forget`` it is deleted."""
    for_the_desk(request)
    found = _way(way)
    if request.POST.get("step") == "forget":
        desk_drafts.forget(_user(request), _of(found))
        return redirect("contact_enter", way)
    return render(request, "contacts/_draft.html", {"draft": _keep(request, found)})


def _entered(request: HttpRequest, form: ContactForm) -> Case | None:
    """The opinion; None with the reason in the form. Without a deputy it is an opinion like any other."""
    actor, language = Actor.of(request.user), get_language() or "zh-hans"
    try:
        if form.cleaned_data["deputy"]:
            return services.note(form.heard(language), actor=actor).case
        form.cleaned_data["channel"], form.cleaned_data["body"] = form.way, form._words()
        return feedback.submit_page(form.submission(language), actor=actor)[0]
    except Refused as refused:
        refuse(form, refused)
        return None


def refuse(form: Form, refused: Refused) -> None:
    """Show the refusal at its field, where the form has it."""
    name = refused.field if isinstance(refused, Incomplete) else ""
    form.add_error(name if name in form.fields else None, str(refused))


# --- Figures ----------------------------------------------------------------------------------------------
@login_required
def contact_figures(request: HttpRequest) -> HttpResponse:
    """The year by channel, and the deputies below the yearly minimum, those without any contact first."""
    for_the_office_or_a_station(request)
    posts, today = posts_of(request.user), timezone.localdate()
    keys = posts.officer | posts.committee
    of = PeoplesCongress.objects.filter(pk__in=keys) | PeoplesCongress.objects.filter(
        stations__in=posts.station
    )
    congress = of.order_by("pk").distinct()[:1].get()
    year = _year(request, today)
    since, until = date(year, 1, 1), min(date(year, 12, 31), today)
    least, few = minimum.least_in(congress, year, today), minimum.below(congress, year, today)
    rows = figures.by_channel([congress.pk], since, until)
    context = {
        "tabs": tabs(request, "contact_figures"),
        "year": year,
        "years": [today.year - back for back in range(3)],
        "columns": [
            _("Channel"),
            _("Opinions"),
            _("Answered"),
            _("Contacts recorded"),
            _("of these conveyed"),
        ],
        "rows": [
            {"label": str(one.channel), "values": [one.opinions, one.answered, one.contacts, one.conveyed]}
            for one in rows
        ],
        "least": least,
        "few": few[:_MOST],
        "few_more": max(0, len(few) - _MOST),
        "rounds": list(MinimumRound.objects.filter(congress=congress, year=year).order_by("planned_on")),
    }
    return render(request, "contacts/figures.html", context)


def _year(request: HttpRequest, today: date) -> int:
    wanted: Any = request.GET.get("year", "")
    return int(wanted) if wanted.isdecimal() and 2000 <= int(wanted[:4]) <= today.year else today.year
