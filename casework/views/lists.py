"""The deputy's inbox and the organ's list: what waits for me, ordered by the date it is owed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.access import assignments_visible_to, visible_to
from casework.paging import keyset
from deputies.models import posts_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from casework.models.assignment import AssignmentQuerySet
    from casework.models.case import CaseQuerySet

_INBOX = {
    "waiting": Q(status="with_deputy"),
    "promised": Q(status="to_convert"),
    "open": Q(closed_at__isnull=True) & ~Q(status__in=["with_deputy", "to_convert"]),
    "closed": Q(closed_at__isnull=False),
}
_ORGAN = {
    "sign": Q(status="assigned"),
    "work": Q(status__in=["handling", "objected", "circulated"]),
    "agree": Q(status="to_agree"),
    "release": Q(status="drafted"),
    "review": Q(status="released"),
    "done": Q(status__in=["approved", "delivered"]),
}


def _chosen(request: HttpRequest, tabs: dict[str, Q], first: str) -> str:
    asked = request.GET.get("tab", first)
    return asked if asked in tabs else first


def _tabs(
    names: dict[str, str], url: str, current: str, counts: dict[str, int | None]
) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": f"{url}?tab={name}", "current": name == current, "count": counts.get(name)}
        for name, label in names.items()
    ]


@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    """What the office has given to this deputy."""
    posts = posts_of(request.user)
    if not posts.deputy:
        raise PermissionDenied(_("Only a deputy has an inbox."))
    tab = _chosen(request, _INBOX, "waiting")
    mine = visible_to(request.user).opinions().filter(deputy__in=posts.deputy)
    page = keyset(_inbox_rows(mine, tab), "due_on" if tab != "closed" else "opened_at", request.GET,
                  descending=tab == "closed")  # fmt: skip
    names = {
        "waiting": _("Received"),
        "promised": _("Taken up"),
        "open": _("On the way"),
        "closed": _("Closed"),
    }
    counts: dict[str, int | None] = {
        name: mine.filter(_INBOX[name])[:100].count() for name in ("waiting", "promised")
    }
    context = {"page": page, "tab": tab, "tabs": _tabs(names, reverse("inbox"), tab, counts)}
    return render(request, "deputy/inbox.html", context)


def _inbox_rows(mine: CaseQuerySet, tab: str) -> CaseQuerySet:
    return mine.filter(_INBOX[tab]).for_lists()


@login_required
def organ_list(request: HttpRequest) -> HttpResponse:
    """What this organ owes; its head begins with what waits for release."""
    posts = posts_of(request.user)
    if not posts.handler and not posts.head:
        raise PermissionDenied(_("Only the staff of an organ have this list."))
    first = "release" if posts.head and not posts.handler else "work"
    tab = _chosen(request, _ORGAN, first)
    mine = _of_the_organ(request.user)
    rows = mine.filter(_ORGAN[tab]).select_related(
        "organ", "handler", "case__topic", "case__division", "case__deputy"
    )
    page = keyset(rows, "due_on", request.GET, descending=tab == "done")
    names = {
        "sign": _("To be signed for"),
        "work": _("Being handled"),
        "agree": _("To be countersigned"),
        "release": _("To be released"),
        "review": _("With the office"),
        "done": _("Finished"),
    }
    counts = _organ_counts(mine)
    if not counts["agree"] and tab != "agree":
        del names["agree"]  # where no rules ask for it, nobody sees an empty list
    context = {
        "page": page,
        "tab": tab,
        "tabs": _tabs(names, reverse("organ_list"), tab, counts),
        "today": counts["today"],
        "late": counts["late"],
    }
    return render(request, "organ/list.html", context)


def _organ_counts(mine: AssignmentQuerySet) -> dict[str, int | None]:
    """What waits under each tab, is due today and is late: an organ's open shares are few, and counted at once."""
    today = timezone.localdate()
    wanted = {name: _ORGAN[name] for name in ("sign", "work", "agree", "release")}
    wanted |= {"today": Q(due_on=today), "late": Q(due_on__lt=today)}
    return mine.live().aggregate(**{name: Count("pk", filter=one) for name, one in wanted.items()})


def _of_the_organ(user: User | AnonymousUser) -> AssignmentQuerySet:
    posts = posts_of(user)
    return assignments_visible_to(user).filter(organ__in=posts.handler | posts.head)
