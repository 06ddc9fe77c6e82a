"""Reminders of the yearly minimum: each step of the year once in a congress, made up where a turn was missed.

Of several steps that were missed the last one counts. A step looks at who is behind on the day it is taken: whoever
has made up meanwhile hears nothing. When the year is over nobody is reminded of it any more.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from contacts import minimum, rules
from contacts.models import MinimumNotice, MinimumReminder, MinimumRound
from contacts.services import owed
from contacts.services.telling import hint
from deputies.models import Deputy, PeoplesCongress, Post

if TYPE_CHECKING:
    from contacts.minimum import Standing


def remind_of_minimum(today: date | None = None) -> int:
    """Take the step whose day has come in each congress; returns how many deputies were reminded."""
    today = today or timezone.localdate()
    with_deputies = Deputy.objects.in_office().order_by().values("congress")
    return sum(_remind(one, today) for one in PeoplesCongress.objects.filter(pk__in=with_deputies))


def _remind(congress: PeoplesCongress, today: date) -> int:
    step, on = _due_step(congress, today)
    if not step or on is None:
        return 0
    try:
        with transaction.atomic():
            return _taken(congress, step, on, today)
    except IntegrityError:
        return 0  # another worker was faster


def _due_step(congress: PeoplesCongress, today: date) -> tuple[str, date | None]:
    """The latest step whose day has come, unless it or a later one was taken; nothing where no number is in force."""
    if not rules.contacts_a_year(congress, today).value:
        return "", None
    days = minimum.planned(rules.key_for(congress, today), today.year)
    come = [(step, on) for step, on in days.items() if on <= today]
    if not come:
        return "", None
    step, on = come[-1]
    taken = MinimumRound.objects.filter(congress=congress, year=today.year)
    known = taken.filter(step=step) | taken.filter(planned_on__gte=on)
    return ("", None) if known.exists() else (step, on)


def _taken(congress: PeoplesCongress, step: str, on: date, today: date) -> int:
    least = rules.contacts_a_year(congress, today)
    held = MinimumRound.objects.create(
        congress=congress,
        year=today.year,
        step=step,
        planned_on=on,
        least=least.value,
        article=least.article[:300],
    )
    behind = [one for one in minimum.standings(congress, today.year, today) if _is_told(one, step)]
    reminders = MinimumReminder.objects.bulk_create(
        MinimumReminder(round=held, deputy=one.deputy, had=one.had, due=one.due, owed=one.owed)
        for one in behind
    )
    MinimumRound.objects.filter(pk=held.pk).update(behind=len(behind))
    _owe(held, reminders)
    return len(behind)


def _is_told(one: Standing, step: str) -> bool:
    """The last reminder of the year is for whoever still misses any; the others for whoever is behind by now."""
    return bool(one.missing) if step == "last" else one.is_behind


def _owe(held: MinimumRound, reminders: list[MinimumReminder]) -> None:
    """Each deputy with their own numbers, the officers with the list."""
    if not reminders:
        return
    posts = Post.objects.reachable(timezone.localdate())
    users: dict[int, set[int]] = {}
    for deputy, user in posts.filter(
        role="deputy", deputy__in=[one.deputy_id for one in reminders]
    ).values_list("deputy", "user"):
        users.setdefault(deputy, set()).add(user)
    officers = posts.filter(role="officer", congress=held.congress_id).exclude(user__email="")
    MinimumNotice.objects.bulk_create(
        [
            *(
                MinimumNotice(round=held, reminder=one, user_id=user)
                for one in reminders
                for user in sorted(users.get(one.deputy_id, ()))
            ),
            *(
                MinimumNotice(round=held, user_id=user)
                for user in sorted(set(officers.values_list("user", flat=True)))
            ),
        ]
    )
    hint()


# --- Sending ----------------------------------------------------------------------------------------------
def send_reminders(*, most: int = 500) -> int:
    """Send what is owed now; returns how many went out. May run twice at the same time."""
    found = owed.claim(MinimumNotice.objects.all(), most)
    return sum(_sent(one) for one in found.select_related("round__congress", "reminder__deputy", "user"))


def _sent(notice: MinimumNotice) -> int:
    return owed.settle(notice, lambda: _written(notice, notice.user))


def _written(notice: MinimumNotice, user: User) -> tuple[str, str, str]:
    """Address, subject and text in the person's language."""
    is_own = notice.reminder is not None
    name = "minimum_deputy" if is_own else "minimum_office"
    with translation.override(user.language or settings.LANGUAGE_CODE):
        subject = _("Contacts with the people, %(year)s") % {"year": notice.round.year}
        context = {
            "round": notice.round,
            "reminder": notice.reminder,
            "source": rules.contacts_a_year(notice.round.congress, notice.round.planned_on).source(),
            "url": settings.PORTAL_URL.rstrip("/") + reverse("my_duty" if is_own else "contact_figures"),
        }
        return user.email, subject, render_to_string(f"notices/{name}.txt", context)
