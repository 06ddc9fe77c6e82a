"""The back office as a whole: its navigation and what waits for the operator."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework import periodic
from casework.models import Effect
from casework.rules.published import missing_year
from contacts.models import Mailbox
from deputies.backoffice.base import limited
from deputies.backoffice.scope import scope_of
from deputies.models import Deputy, Mandate, OrganSpelling
from feedback.models import OrganToken, Webhook

if TYPE_CHECKING:
    from django.http import HttpRequest


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Groups of the side bar; what each page is called comes from its model."""
    groups = [
        (
            _("Who there is"),
            [
                "deputies.Deputy",
                "deputies.DeputyGroup",
                "deputies.LiaisonStation",
                "deputies.LiaisonBody",
                "deputies.SpecialCommittee",
                "deputies.Organ",
                "deputies.OrganSpelling",
            ],
        ),
        (_("Lists"), ["deputies.ListLoad"]),
        (
            _("Congresses and places"),
            ["deputies.PeoplesCongress", "deputies.Term", "deputies.Constituency", "deputies.Division"],
        ),
        (
            _("Topics and texts"),
            [
                "casework.Topic",
                "feedback.TopicRule",
                "feedback.TopicModel",
                "feedback.HeatRule",
                "casework.TopicOrgan",
                "casework.ReplyTemplate",
                "casework.Channel",
                "contacts.Mailbox",
                "column.Law",
                "column.Article",
                "column.OpenData",
            ],
        ),
        (
            _("Organs' own systems"),
            ["feedback.OrganToken", "feedback.Webhook", "feedback.WebhookDelivery"],
        ),
        (_("Rules and calendar"), ["casework.RuleProfile", "casework.CalendarYear", "casework.CalendarDay"]),
        (
            _("Suggestions and motions"),
            ["suggestions.Publication", "suggestions.MotionPublication", "suggestions.KeySupervision"],
        ),
        (_("Accounts"), ["accounts.User", "accounts.AccessLog", "accounts.LoginEvent"]),
        (
            _("How it runs"),
            ["casework.PeriodicRun", "casework.Effect", "contacts.ContactNotice", "reports.DutyNotice"],
        ),
    ]
    pages = {model._meta.label: model._meta for model in admin.site._registry}
    return [
        {"title": title, "separator": True, "items": [_item(pages[name]) for name in names if name in pages]}
        for title, names in groups
    ]


_ICONS = {
    "Deputy": "person", "DeputyGroup": "diversity_3",
    "LiaisonStation": "home_pin", "LiaisonBody": "groups", "SpecialCommittee": "diversity_2",
    "Organ": "account_balance",
    "OrganSpelling": "spellcheck", "ListLoad": "upload_file", "PeoplesCongress": "gavel", "Term": "event",
    "Constituency": "how_to_vote", "Division": "map", "Topic": "label", "TopicRule": "rule",
    "TopicModel": "model_training", "HeatRule": "local_fire_department",
    "TopicOrgan": "alt_route", "ReplyTemplate": "description", "Channel": "forum", "Mailbox": "mail",
    "RuleProfile": "balance",
    "Publication": "public", "MotionPublication": "campaign", "KeySupervision": "star",
    "CalendarYear": "calendar_month", "CalendarDay": "today", "User": "badge", "AccessLog": "visibility",
    "OrganToken": "key", "Webhook": "cell_tower", "WebhookDelivery": "outbox",
    "LoginEvent": "login", "PeriodicRun": "schedule", "Effect": "sync_problem", "ContactNotice": "outgoing_mail",
    "Law": "menu_book", "Article": "newspaper", "OpenData": "dataset",
    "DutyNotice": "outgoing_mail",
}  # fmt: skip


def _item(meta: Any) -> dict[str, Any]:
    return {
        "title": str(meta.verbose_name_plural).capitalize(),
        "icon": _ICONS.get(meta.object_name, "tag"),
        "link": reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist"),
    }


def todo(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Adds ``todo``: sentences, each with the address where it is done."""
    spellings = _kept(request, OrganSpelling).filter(decided=False).count()
    linkless = _kept(request, Deputy).filter(
        pk__in=Mandate.objects.filter(constituency=None).exclude(constituency_words="").values("deputy")
    )
    unknown = linkless.count()
    put_off = _kept(request, Effect).filter(done_at=None, attempts__gt=0).count()
    late = len(periodic.overdue())
    unread = _kept(request, Mailbox).filter(is_active=True).exclude(last_error="").count()
    silent = _kept(request, Webhook).failing().count()
    ending = _kept(request, OrganToken).alive()
    ending = ending.filter(expires_on__lte=timezone.localdate() + timedelta(days=30)).count()
    found = (
        (
            spellings,
            ngettext(
                "%d unknown spelling of an organ waits for a decision",
                "%d unknown spellings of organs wait for a decision",
                spellings,
            ),
            "deputies_organspelling",
        ),
        (
            unknown,
            ngettext(
                "%d deputy has a constituency that is not known yet",
                "%d deputies have constituencies that are not known yet",
                unknown,
            ),
            "deputies_constituency",
        ),
        (
            put_off,
            ngettext("%d effect failed and is tried again", "%d effects failed and are tried again", put_off),
            "casework_effect",
        ),
        (
            late,
            ngettext("%d periodic job has not run in time", "%d periodic jobs have not run in time", late),
            "casework_periodicrun",
        ),
        (
            unread,
            ngettext("%d mailbox could not be read", "%d mailboxes could not be read", unread),
            "contacts_mailbox",
        ),
        (
            silent,
            ngettext("%d organ's system takes no news", "%d systems of organs take no news", silent),
            "feedback_webhook",
        ),
        (
            ending,
            ngettext(
                "%d key of an organ's system ends within a month",
                "%d keys of organs' systems end within a month",
                ending,
            ),
            "feedback_organtoken",
        ),
    )
    year = missing_year(timezone.localdate()) or 0
    calendar = _("The days off of %d are not entered yet: dates in that year are provisional")
    rows = (*found, (year, calendar, "casework_calendaryear"))
    items = [
        {"sentence": sentence % count, "url": reverse(f"admin:{page}_changelist")}
        for count, sentence, page in rows
        if count
    ]
    return context | {"todo": items}


def _kept(request: HttpRequest, model: Any) -> Any:
    return limited(admin.site, model._default_manager.all(), scope_of(request))
