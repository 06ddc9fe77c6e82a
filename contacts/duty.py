"""What a deputy must do and has promised: one list in plain words, each line with its date and the page to do it.

A source gives the lines of one kind; a new kind of work adds a source to ``DUE``, ``COMING`` or ``PROMISED``. A room
above adds its own to ``DUE`` when it is loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from accounts import formats
from casework import clocks
from casework.access import commitments_visible_to, visible_to
from casework.confidential import shielded
from contacts import minimum, rules
from contacts.access import occasions_visible_to, records_visible_to

if TYPE_CHECKING:
    from accounts.models import User
    from casework.models import Case
    from contacts.models import ContactRecord, Occasion
    from deputies.models import Deputy

MOST = 20  # lines of one kind
_DAYS = 5
_AHEAD = timedelta(days=90)
_MY_TURN = {"sent_back": gettext_noop("Hand in again"), "delivered": gettext_noop("Rate the answer")}


@dataclass(frozen=True)
class Line:
    """One thing. ``due_on`` with ``due_why`` explains itself; ``note`` says what else one has to know."""

    title: str
    url: str
    action: str
    note: str = ""
    due_on: date | None = None
    due_why: Any = None
    due_provisional: bool = False


@dataclass(frozen=True)
class Kind:
    """Lines of one kind, and where the rest of them is."""

    name: str
    title: str
    lines: list[Line] = field(default_factory=list)
    all_url: str = ""
    most: int = MOST

    @property
    def has_more(self) -> bool:
        return len(self.lines) > self.most

    @property
    def shown(self) -> list[Line]:
        return self.lines[: self.most]


@dataclass(frozen=True)
class Asking:
    """Who asks, for whom, on which day."""

    user: User
    me: Deputy
    today: date


# --- Due from me --------------------------------------------------------------------------------------------
def opinions(ask: Asking) -> Kind:
    """Opinions that the office has given: read, then answer or refer."""
    mine = visible_to(ask.user).opinions().filter(deputy=ask.me, status="with_deputy")
    lines = [_of_case(case, _("Read and answer"), ask) for case in _first(mine)]
    return Kind("opinions", _("Opinions to answer"), lines, reverse("inbox"))


def not_conveyed(ask: Asking) -> Kind:
    mine = records_visible_to(ask.user).filter(deputy=ask.me).not_conveyed().select_related("channel")
    lines = [
        Line(
            title=record.said[:60],
            url=reverse("contact_record", args=[record.pk]),
            action=_("Pass it on, or say why not"),
            note=_("Heard on %(day)s · %(channel)s")
            % {"day": formats.day(record.heard_on), "channel": record.channel},
        )
        for record in mine.order_by("heard_on", "pk")[: MOST + 1]
    ]
    return Kind("heard", _("Heard, not conveyed yet"), lines, reverse("my_contacts"))


def suggestions(ask: Asking) -> Kind:
    """Suggestions that wait for the deputy: answered and to be rated, or sent back to be revised."""
    mine = visible_to(ask.user).suggestions().filter(deputy=ask.me, status__in=_MY_TURN)
    lines = [_of_case(case, _(_MY_TURN[case.status]), ask) for case in _first(mine)]
    return Kind("suggestions", _("My suggestions"), lines, reverse("my_suggestions"))


def registers(ask: Asking) -> Kind:
    """Days that were held and whose register is open: what was said there is entered until the minutes are due."""
    held = _on_duty(ask).filter(status="held").order_by("due_on", "pk")
    lines = [
        Line(
            title=_about(one),
            url=reverse("occasion_hear", args=[one.pk]),
            action=_("Enter what was said"),
            note=_("Held on %(day)s; the station writes the minutes.")
            % {"day": formats.day(one.held_on or one.day)},
            due_on=one.due_on,
            due_why=rules.explain_minutes(one),
        )
        for one in held[: MOST + 1]
    ]
    return Kind("registers", _("Days whose minutes are due"), lines, reverse("my_contacts"))


def missing(ask: Asking) -> Kind:
    """Contacts that the year still asks for, with the article; nothing where no number is in force."""
    least = rules.contacts_a_year(ask.me.congress, ask.today)
    standing = minimum.standing_of(ask.me, ask.today) if least.is_in_force else None
    if standing is None or not standing.missing:
        return Kind("missing", "")
    words = ngettext(
        "%(n)d contact with the people is missing this year",
        "%(n)d contacts with the people are missing this year",
        standing.missing,
    )
    note = _("%(had)d of %(owed)d so far. The rule: %(source)s") % {
        "had": standing.had,
        "owed": standing.owed,
        "source": least.source(),
    }
    line = Line(
        title=words % {"n": standing.missing},
        url=reverse("my_visit"),
        action=_("Record a contact"),
        note=note,
        due_on=date(ask.today.year, 12, 31),
    )
    return Kind("missing", _("Contacts of the year"), [line], reverse("my_contacts"))


# --- Coming -------------------------------------------------------------------------------------------------
def days(ask: Asking) -> Kind:
    """Reception days and symposiums to come; from where one withdraws for a conflict of interest."""
    coming = _on_duty(ask).filter(
        status__in=["planned", "announced"], day__gte=ask.today, day__lte=ask.today + _AHEAD
    )
    lines = [
        Line(
            title=_about(one),
            url=reverse("occasion", args=[one.pk]),
            action=_("Open the day"),
            note=" · ".join(
                part
                for part in (f"{formats.day(one.day)} {one.starts:%H:%M}–{one.ends:%H:%M}", one.where)
                if part
            ),
        )
        for one in coming.order_by("day", "starts", "pk")[: _DAYS + 1]
    ]
    return Kind("days", _("My coming days"), lines, reverse("my_contacts"), _DAYS)


# --- Promised -----------------------------------------------------------------------------------------------
def taken_up(ask: Asking) -> Kind:
    mine = visible_to(ask.user).opinions().filter(deputy=ask.me, status="to_convert")
    lines = [_of_case(case, _("Go on with it"), ask) for case in _first(mine)]
    return Kind("taken_up", _("Taken up for a suggestion"), lines, f"{reverse('inbox')}?tab=promised")


def next_steps(ask: Asking) -> Kind:
    """The next steps written down with contacts, until it is said what became of them."""
    open_ = records_visible_to(ask.user).filter(deputy=ask.me, next_step_done=None).exclude(next_step="")
    lines = [
        Line(
            title=record.next_step,
            url=reverse("next_step", args=[record.pk]),
            action=_("Say what became of it"),
            note=_said_to(record),
        )
        for record in open_.select_related("channel").order_by("heard_on", "pk")[: MOST + 1]
    ]
    return Kind("next_steps", _("Next steps I wrote down"), lines, reverse("my_contacts"))


def promises(ask: Asking) -> Kind:
    """What organs have promised on opinions that this deputy passed on or was given: the deputy sees it kept."""
    made = commitments_visible_to(ask.user).open().filter(case__deputy=ask.me)
    lines = []
    for one in made.select_related("case__opinion", "case__congress", "organ").order_by("due_on", "pk")[
        : MOST + 1
    ]:
        title = shielded(one.case, ask.user).title
        lines.append(
            Line(
                title=title,
                url=reverse("promise", args=[one.pk]),
                action=_("See the promise"),
                note=_("%(organ)s has promised: %(promise)s") % {"organ": one.organ, "promise": one.promise},
                due_on=one.due_on,
            )
        )
    return Kind("promises", _("Promised by organs on my opinions"), lines)


Source = Callable[[Asking], Kind]
DUE: list[Source] = [opinions, suggestions, registers, not_conveyed, missing]
COMING: tuple[Source, ...] = (days,)
PROMISED: tuple[Source, ...] = (taken_up, next_steps, promises)


def kinds(sources: Iterable[Source], ask: Asking) -> list[Kind]:
    """Those in which there is something."""
    return [found for found in (source(ask) for source in sources) if found.lines]


def _first(cases: Any) -> list[Case]:
    rows = cases.select_related("congress", "division", "topic", "opinion", "leading")
    return list(rows.order_by("due_on", "pk")[: MOST + 1])


def _of_case(case: Case, action: str, ask: Asking) -> Line:
    case = shielded(case, ask.user)
    return Line(
        title=case.title,
        url=reverse("case", args=[case.number]),
        action=action,
        note=" · ".join(str(part) for part in (case.division, case.topic) if part),
        due_on=case.due_on,
        due_why=clocks.explain(case),
        due_provisional=case.due_provisional,
    )


def _on_duty(ask: Asking) -> Any:
    seen = occasions_visible_to(ask.user).filter(duties__deputy=ask.me, duties__withdrew_at=None)
    return seen.select_related("station", "congress", "topic")


def _about(one: Occasion) -> str:
    return capfirst(one.get_kind_display()) + _(": ") + str(one)


def _said_to(record: ContactRecord) -> str:
    parts = (formats.day(record.heard_on), record.channel, record.place, record.whom)
    return " · ".join(str(part) for part in parts if part)
