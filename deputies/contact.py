"""How a deputy is reached: what each reader sees of the contact details, and the one function that changes them.

``Line`` is what stands on a page. A field that goes through the station is answered by the station's own
telephone or address, the e-mail by a relay address where one is set up; the deputy's value is never read for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deputies.models import ContactChange, Deputy, LiaisonStation
from deputies.models.contact import SEEN, WAYS, AddressKind, Visibility, new_token

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django_stubs_ext import StrOrPromise

    from accounts.models import User

#: What the deputy or the office may write on the contact page; the rest comes from the list of deputies.
WRITTEN = ("phone", "email", "address", "address_kind")
VISIBILITIES = tuple(f"{name}_visibility" for name in SEEN)
LABELS: dict[str, StrOrPromise] = {
    "occupation": gettext_lazy("Occupation"),
    "work_unit": gettext_lazy("Work unit"),
    "phone": gettext_lazy("Telephone"),
    "email": gettext_lazy("E-mail"),
    "address": gettext_lazy("Address for letters"),
    "address_kind": gettext_lazy("Kind of address"),
}
_OPEN = {True: (Visibility.PUBLIC, Visibility.VOTERS), False: (Visibility.PUBLIC,)}
_INDIRECT = (Visibility.VOTERS, Visibility.STATION)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page: the field, its words and value; ``via`` says whose it is where not the deputy's own."""

    field: str
    label: str
    value: str
    via: str = ""

    @property
    def href(self) -> str:
        """What a tap on the value opens."""
        return {"phone": f"tel:{self.value}", "email": f"mailto:{self.value}"}.get(self.field, "")


# --- Reading ----------------------------------------------------------------------------------------------
def sees(deputy: Deputy, field: str, *, voter: bool = False) -> bool:
    """Whether the reader, perhaps a voter of the deputy's constituency, sees the deputy's own value."""
    return getattr(deputy, f"{field}_visibility") in _OPEN[voter] and bool(getattr(deputy, field))


def facts(deputy: Deputy, *, voter: bool = False) -> list[Line]:
    """Occupation and work unit, as far as the reader sees them."""
    return [_own(deputy, name) for name in SEEN if name not in WAYS and sees(deputy, name, voter=voter)]


def ways(deputy: Deputy, stations: Sequence[LiaisonStation], *, voter: bool = False) -> list[Line]:
    """How the reader reaches the deputy, one line a way; ``stations`` are the open ones of the deputy.

    ``deputy.congress`` answers where there is no station. Empty only where nobody has entered anything.
    """
    found = [_way(deputy, name, stations, voter=voter) for name in WAYS]
    return [line for line in found if line is not None]


def for_voters(deputy: Deputy) -> bool:
    """Whether there is more to see for voters of the constituency."""
    return any(
        getattr(deputy, name) and getattr(deputy, f"{name}_visibility") == Visibility.VOTERS for name in SEEN
    )


def relay_address(deputy: Deputy) -> str:
    """The address that passes mail on to the deputy; empty where no relay domain is set up."""
    domain = settings.PORTAL_RELAY_DOMAIN
    return f"deputy-{deputy.relay_token}@{domain}" if domain else ""


def _own(deputy: Deputy, name: str) -> Line:
    return Line(name, str(LABELS[name]), getattr(deputy, name))


def _way(deputy: Deputy, name: str, stations: Sequence[LiaisonStation], *, voter: bool) -> Line | None:
    if sees(deputy, name, voter=voter):
        return _own(deputy, name)
    if getattr(deputy, f"{name}_visibility") == Visibility.HIDDEN:
        return None
    if name == "email":
        value, via = (
            relay_address(deputy),
            _("passed on by the portal; the deputy's own address stays hidden"),
        )
    else:
        value, via = _at_the_station(deputy, name, stations)
    return Line(name, str(LABELS[name]), value, via) if value else None


def _at_the_station(deputy: Deputy, name: str, stations: Sequence[LiaisonStation]) -> tuple[str, str]:
    """Telephone or address of the first station that has one, else of the liaison office; and whose it is."""
    found = next((one for one in stations if getattr(one, name)), None)
    if found is not None:
        return getattr(found, name), found.name
    return getattr(deputy.congress, name), _("liaison office")


# --- Changing ---------------------------------------------------------------------------------------------
@transaction.atomic
def change(deputy: Deputy, *, by: User | None, **values: Any) -> list[ContactChange]:
    """Write who sees what, and the fields of ``WRITTEN``; log each change without the private value.

    Raises ValidationError with sentences where a home address would be shown or no way would remain.
    """
    held = Deputy.objects.select_for_update(of=("self",)).select_related("congress").get(pk=deputy.pk)
    changed = {name: value for name, value in values.items() if getattr(held, name) != value}
    if unknown := changed.keys() - {*WRITTEN, *VISIBILITIES}:
        raise TypeError(f"not a contact detail: {sorted(unknown)}")
    rows = [_logged(held, name, value, by) for name, value in changed.items()]
    for name, value in changed.items():
        setattr(held, name, value)
        setattr(deputy, name, value)
    check(held)
    held.save(update_fields=list(changed))
    return ContactChange.objects.bulk_create(rows)


def check(deputy: Deputy) -> None:
    """ValidationError where the address of a home would be shown, or where nobody could reach the deputy."""
    others = [one.name for one in Deputy._meta.fields if one.name not in (*WRITTEN, *VISIBILITIES)]
    deputy.full_clean(exclude=others, validate_unique=False)
    if not ways(deputy, stations_of(deputy)):
        raise ValidationError(
            _(
                "Nobody could reach the deputy any more. Leave one way open: your own telephone or e-mail, "
                "or “through the station” where the station has a telephone."
            )
        )


def stations_of(deputy: Deputy) -> list[LiaisonStation]:
    """The open stations where the deputy receives people."""
    return list(LiaisonStation.objects.filter(is_open=True, memberships__deputy=deputy).order_by("code"))


def renew_relay(deputy: Deputy, *, by: User | None) -> None:
    """Draw a new relay address, when the old one is misused; mail to the old one reaches nobody."""
    deputy.relay_token = new_token()
    deputy.save(update_fields=["relay_token"])
    ContactChange.objects.create(deputy=deputy, field="relay", by=by)


def distrust_address(deputy: Deputy) -> None:
    """Somebody else than the deputy wrote a new address: it counts as a home until the deputy says otherwise."""
    deputy.address_kind = AddressKind.HOME
    if deputy.address_visibility in _OPEN[True]:
        deputy.address_visibility = Visibility.STATION


def _logged(deputy: Deputy, name: str, value: str, by: User | None) -> ContactChange:
    """The row of the log; before and after only where they are no private words."""
    open_words = name in VISIBILITIES or name == "address_kind"
    before, after = (getattr(deputy, name), value) if open_words else ("", "")
    return ContactChange(deputy=deputy, field=name, before=before, after=after, by=by)


def words_of(row: ContactChange) -> str:
    """What a row of the log says: “Telephone: through the station → everybody”."""
    if row.field == "relay":
        return _("new relay address")
    name = row.field.removesuffix("_visibility")
    words = dict(Visibility.choices) | dict(AddressKind.choices)
    if not row.after:
        return f"{LABELS[name]}: {_('changed')}"
    return f"{LABELS[name]}: {words[row.before]} → {words[row.after]}"


def unreachable(deputies: Iterable[Deputy]) -> list[Deputy]:
    """Those whom nobody can reach by telephone, mail or letter; each comes with ``congress`` and ``open_stations``."""
    return [one for one in deputies if not ways(one, one.open_stations)]  # type: ignore[attr-defined]
