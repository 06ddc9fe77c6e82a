"""What the law guarantees a deputy, article by article, and on what the pages of the yearly work stand.

Our own short wording of the Law on Deputies to the National People's Congress and Local People's Congresses, as
amended in 2025; the article is what counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from contacts.models import Denied


@dataclass(frozen=True, slots=True)
class Guarantee:
    """One guarantee; ``denied`` are the kinds of report that appeal to it."""

    article: Any
    words: Any
    denied: tuple[str, ...] = ()


GUARANTEES: tuple[Guarantee, ...] = (
    Guarantee(
        _("Law on Deputies, article 38"),
        _("What you say and how you vote in meetings of the congress has no legal consequences for you."),
        (Denied.REPRISAL,),
    ),
    Guarantee(
        _("Law on Deputies, article 39"),
        _(
            "A deputy of a county or higher is arrested or tried only with leave of the presidium or the standing "
            "committee, which examines whether it is a reprisal; of a township deputy the congress is told at once."
        ),
        (Denied.REPRISAL,),
    ),
    Guarantee(
        _("Law on Deputies, article 40"),
        _(
            "Your unit must give you the time for duties that are organised while the congress is not in session."
        ),
        (Denied.TIME,),
    ),
    Guarantee(
        _("Law on Deputies, article 41"),
        _(
            "While you perform duties your unit counts you as present and pays wages and benefits; who has no fixed "
            "income gets an allowance, and travel and what is needed is provided for."
        ),
        (Denied.PAY,),
    ),
    Guarantee(
        _("Law on Deputies, article 42"),
        _("Funds for deputies' activities stand in the budget and are used for nothing else."),
        (Denied.FUNDS,),
    ),
    Guarantee(
        _("Law on Deputies, article 46"),
        _(
            "Standing committee, government, supervision commission, court and procuratorate inform you of their work "
            "in time and give you materials."
        ),
        (Denied.INFORMATION,),
    ),
    Guarantee(
        _("Law on Deputies, articles 47 to 49"),
        _(
            "You are trained and served by the offices of the standing committee, and hold a deputy's certificate."
        ),
        (Denied.HELP,),
    ),
    Guarantee(
        _("Law on Deputies, articles 53 and 54"),
        _(
            "Deputies of ethnic minorities and deputies with disabilities get the help they need for their duties."
        ),
        (Denied.HELP,),
    ),
    Guarantee(
        _("Law on Deputies, article 55"),
        _(
            "Everybody respects your rights. Who is bound to help and refuses, who hinders you, and who takes revenge "
            "answers for it, up to punishment by law."
        ),
        (Denied.HELP, Denied.HINDERED, Denied.REPRISAL),
    ),
)


def of_kind(kind: str) -> list[Guarantee]:
    """The guarantees to which a report of this kind appeals."""
    return [one for one in GUARANTEES if kind in one.denied]


#: On what each page stands: the article, and what it asks for.
BASES: dict[str, tuple[Any, Any]] = {
    "plan": (
        _("Law on Deputies, article 43"),
        _(
            "The standing committee makes a plan of deputies' work for each year; the council of chairpersons passes "
            "it, the deputies are told, and it is published."
        ),
    ),
    "contact": (
        _("Law on Deputies, article 28"),
        _("Standing committee and presidium regularly organise contact of deputies with the people."),
    ),
    "guidance": (
        _("Law on Deputies, articles 45, 47 and 48"),
        _(
            "Standing committees keep contact with the deputies of their area, train them, and serve them through "
            "their offices."
        ),
    ),
    "obstruction": (
        _("Law on Deputies, article 55"),
        _(
            "Everybody respects deputies' rights; hindering them and revenge are answered for. The law sets no day."
        ),
    ),
}
