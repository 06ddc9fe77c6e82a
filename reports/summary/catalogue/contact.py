"""Contact with the people: what deputies recorded, days that were held, and who and what was never reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.models import Case
from contacts.access import occasions_visible_to, records_visible_to
from contacts.models import ContactRecord, Occasion, Response
from deputies.models import Deputy, Division, PeoplesCongress
from deputies.models.division import DivisionLevel
from reports.access import dossiers_visible_to
from reports.summary.terms import Figure, Line, Population

if TYPE_CHECKING:
    from contacts.models.occasion import OccasionQuerySet
    from contacts.models.record import ContactRecordQuerySet
    from deputies.models.deputy import DeputyQuerySet
    from reports.summary.terms import Reader, Scope

_LAW = "Law on Deputies arts. 28, 45"
_COVERED = "Organic Law art. 60"


def _recorded(scope: Scope) -> ContactRecordQuerySet:
    return ContactRecord.objects.between(scope.first, scope.last).filter(congress__in=scope.congresses)


def _record_line(one: ContactRecord, reader: Reader) -> Line:
    where = " · ".join(str(part) for part in (one.channel, one.division) if part)
    return Line(one.deputy.name, reverse("contact_record", args=[one.pk]), one.heard_on, where)


RECORDS = Population(
    "contacts",
    _("Contacts of deputies with the people"),
    pgettext_lazy("unit of a figure", "contacts"),
    _recorded,
    records_visible_to,
    _record_line,
    related=("deputy", "channel", "division"),
)


def _held(scope: Scope) -> OccasionQuerySet:
    return Occasion.objects.filter(
        congress__in=scope.congresses,
        day__gte=scope.first,
        day__lte=scope.last,
        status__in=("held", "recorded"),
    )


def _occasion_line(one: Occasion, reader: Reader) -> Line:
    return Line(one.title or str(one.station or one.congress), reverse("occasion", args=[one.pk]), one.day,
                one.get_kind_display())  # fmt: skip


DAYS = Population(
    "days",
    _("Reception days and symposiums"),
    pgettext_lazy("unit of a figure", "days"),
    _held,
    occasions_visible_to,
    _occasion_line,
    related=("station", "congress"),
)


def _in_office(scope: Scope) -> DeputyQuerySet:
    return Deputy.objects.in_office().filter(congress__in=scope.congresses)


def _without_contact(scope: Scope) -> Q:
    """No record, no opinion given to them and no answered form of theirs in the period."""
    mine = {"deputy": OuterRef("pk")}
    within = {"gte": scope.start, "lt": scope.end}
    records = ContactRecord.objects.between(scope.first, scope.last).filter(**mine)
    given = Case.objects.received().filter(
        kind="opinion", **{f"with_deputy_at__{side}": moment for side, moment in within.items()}, **mine
    )
    forms = Response.objects.filter(
        inquiry__deputy=OuterRef("pk"), **{f"at__{side}": moment for side, moment in within.items()}
    )
    return Q(~Exists(records)) & Q(~Exists(given)) & Q(~Exists(forms))


def _deputy_line(one: Deputy, reader: Reader) -> Line:
    return Line(one.name, reverse("dossier", args=[one.pk]), None, one.number)


DEPUTIES = Population(
    "deputies",
    _("Deputies"),
    pgettext_lazy("unit of a figure", "deputies"),
    _in_office,
    dossiers_visible_to,
    _deputy_line,
    related=("congress",),
    compares=False,
)


def _smallest_places(scope: Scope) -> Any:
    """Villages and communities of the first congress's area; townships where no village is entered."""
    codes = list(
        PeoplesCongress.objects.filter(pk__in=scope.congresses).values_list("division__code", flat=True)
    )
    inside = Division.objects.current().under(codes)
    villages = inside.filter(level=DivisionLevel.VILLAGE)
    return villages if villages.exists() else inside.filter(level=DivisionLevel.TOWNSHIP)


def _unheard(scope: Scope) -> Q:
    """Nothing was received from there, and nothing heard by a deputy, in the period."""
    cases = Case.objects.received().filter(
        kind="opinion", opened_at__gte=scope.start, opened_at__lt=scope.end, division=OuterRef("pk")
    )
    records = ContactRecord.objects.between(scope.first, scope.last).filter(division=OuterRef("pk"))
    return Q(~Exists(cases)) & Q(~Exists(records))


def _place_line(one: Division, reader: Reader) -> Line:
    return Line(one.full_name or one.name, "", None, one.code)


PLACES = Population(
    "places",
    _("Villages and communities"),
    pgettext_lazy("unit of a figure", "places"),
    _smallest_places,
    lambda reader: Division.objects.all(),
    _place_line,
    congress="",
    rolls_up=False,
)

FIGURES = (
    Figure(
        "contacts.recorded",
        _("contacts recorded"),
        _("Contacts that deputies or stations recorded, by the day on which people were heard."),
        _LAW, RECORDS, lambda scope: Q(),
    ),
    Figure(
        "contacts.conveyed",
        _("contacts conveyed"),
        _("Of those recorded: what people said has become an opinion."),
        _LAW, RECORDS, lambda scope: Q(conveyed_on__isnull=False), "contacts.recorded",
    ),
    Figure(
        "days.receptions",
        _("reception days held"),
        _("Reception days of stations that were held in the period."),
        _COVERED, DAYS, lambda scope: Q(kind="reception"),
    ),
    Figure(
        "days.symposiums",
        _("symposiums held"),
        _("Symposiums with people that were held in the period."),
        _COVERED, DAYS, lambda scope: Q(kind="symposium"),
    ),
    Figure(
        "deputies.in_office",
        _("deputies in office"),
        _("Deputies whose mandate is in force on the day of the summary."),
        "Law on Deputies art. 2", DEPUTIES, lambda scope: Q(),
    ),
    Figure(
        "deputies.silent",
        _("deputies without any contact"),
        _("Of the deputies in office: no contact recorded in the period, no opinion given to them, no form of theirs "
          "answered."),
        _LAW, DEPUTIES, _without_contact, "deputies.in_office",
    ),
    Figure(
        "places.all",
        _("villages and communities"),
        _("The smallest places in the area of the congress; townships where no village is entered."),
        _COVERED, PLACES, lambda scope: Q(),
    ),
    Figure(
        "places.unheard",
        _("places from which nothing was heard"),
        _("Of these places: no opinion received from there and no contact recorded there in the period."),
        _COVERED, PLACES, _unheard, "places.all",
    ),
)  # fmt: skip
