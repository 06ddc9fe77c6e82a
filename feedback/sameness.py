"""Open opinions that the same person has sent: found by the marks of their identities, which stay sealed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from casework.models import Case
from casework.workflows import OPINION
from feedback.models import Identity
from feedback.text import similarity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from casework.models.case import CaseQuerySet

LIKE_ENOUGH = 0.3  # of the words; below, it is another matter of the same person


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier opinion of the same person, and how alike it is, in percent."""

    case: Case
    alike: int


def _with_its_marks(case: Case) -> QuerySet[Identity]:
    """Other identities that bear the mark of this one's telephone or e-mail address."""
    mine = Identity.objects.filter(pk=case.pk)
    return Identity.objects.filter(
        Q(phone_mark__in=mine.exclude(phone_mark="").values("phone_mark"))
        | Q(email_mark__in=mine.exclude(email_mark="").values("email_mark"))
    ).exclude(pk=case.pk)


def _of_the_same_person(case: Case) -> CaseQuerySet:
    """Opinions of the congress that can lead ``case`` and whose identity bears one of its marks."""
    same = _with_its_marks(case)
    can_lead = OPINION.step("gather").sources
    return Case.objects.filter(pk__in=same.values("pk"), congress=case.congress_id, status__in=can_lead)


def same_person(case: Case, others: Iterable[int]) -> frozenset[int]:
    """Which of ``others`` (keys of opinions) the writer of ``case`` has sent, whatever has become of them."""
    return frozenset(_with_its_marks(case).filter(pk__in=list(others)).values_list("pk", flat=True))


def is_same_person(case: Case, other: Case) -> bool:
    return _of_the_same_person(case).filter(pk=other.pk).exists()


def earlier(case: Case) -> list[Earlier]:
    """What the same person sent before on the same matter and is still open, the most alike first.

    Asked once for each case that was read: the buttons, the form and the page all want to know.
    """
    known: list[Earlier] | None = getattr(case, "_earlier", None)
    if known is None:
        known = case._earlier = _found(case)  # type: ignore[attr-defined]
    return known


def _found(case: Case) -> list[Earlier]:
    if case.status not in OPINION.step("join_again").sources:
        return []
    before = _of_the_same_person(case).filter(opened_at__lte=case.opened_at).select_related("opinion")
    text = f"{case.title}\n{case.opinion.body}"
    scored = [
        Earlier(one, round(100 * similarity(text, f"{one.title}\n{one.opinion.body}"))) for one in before[:20]
    ]
    near = [one for one in scored if one.alike >= 100 * LIKE_ENOUGH]
    return sorted(near, key=lambda one: (-one.alike, one.case.pk))
