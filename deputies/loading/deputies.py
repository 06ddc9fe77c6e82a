"""Deputies and their mandates for one term.

Who is who, where a list does not tell by number:

* The number of the certificate decides. A number that belongs to somebody of another name is refused.
* Without a number, people of the same name are one person only when nothing speaks against it (gender, birth,
  constituency, delegation) and something speaks for it (birth, constituency, delegation, telephone, e-mail,
  work unit), or when neither side says anything more than the name. Otherwise they are kept apart.
* Where two people would fit equally, the row is refused and asks for a number.

Empty cells never erase what is known. A row that repeats an earlier row of the file is a duplicate; one that
contradicts it is refused.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deputies import contact
from deputies.loading import spelling
from deputies.loading.columns import Field
from deputies.loading.deputy_fields import FIELDS, SHOWN, kind_of_address
from deputies.loading.flow import Change, Loader, Outcome, Remark, RowRefused, What
from deputies.loading.headings import folded
from deputies.loading.sheets import UnreadableTable
from deputies.loading.who import OF_DEPUTY, OF_MANDATE, People, Person, same
from deputies.models import Constituency, Deputy, Mandate, Term
from deputies.models.contact import AddressKind
from deputies.models.deputy import HELD, MandateStatus


class DeputyLoader(Loader):
    kind = "deputies"
    title = gettext_lazy("Deputies")
    fields: ClassVar[tuple[Field, ...]] = FIELDS

    def __init__(self, *args: Any, term: int | None = None) -> None:
        super().__init__(*args)
        self._term_number = term
        self.people = People()

    # --- What is there -----------------------------------------------------------------------------------
    def prepare(self) -> None:
        self._refuse_homes()
        self.term = self._find_term()
        rows = Constituency.objects.filter(congress=self.congress)
        self._constituencies = {one.pk: one for one in rows}
        self._spelled = {folded(word): one for one in rows for word in (one.name, one.code)}
        mandates = {one.deputy_id: one for one in Mandate.objects.filter(term=self.term)}
        others = Mandate.objects.filter(term__congress=self.congress, status__in=HELD).exclude(term=self.term)
        self._elsewhere = {one.deputy_id: one.term for one in others.select_related("term")}
        self._is_coming = self.term.starts_on > timezone.localdate() or any(
            one.starts_on < self.term.starts_on for one in self._elsewhere.values()
        )
        self._has_said_so = self._has_said_home = False
        self._address_kind = kind_of_address(self.columns.get("address", ""))
        for deputy in Deputy.objects.filter(congress=self.congress):
            self._remember(Person(deputy, mandates.get(deputy.pk)))

    def _refuse_homes(self) -> None:
        """Nobody's home is loaded into what everybody sees."""
        for name in SHOWN:
            heading = self.columns.get(name, "")
            if kind_of_address(heading) == AddressKind.HOME:
                raise UnreadableTable(
                    _("“%(heading)s” is the address of a home and cannot be loaded as “%(field)s”.")
                    % {"heading": heading, "field": self.label(name)}
                )

    def _find_term(self) -> Term:
        terms = Term.objects.filter(congress=self.congress)
        if self._term_number is not None:
            found = terms.filter(number=self._term_number).first()
        else:
            begun = terms.filter(starts_on__lte=timezone.localdate())
            found = begun.order_by("-starts_on").first() or terms.order_by("starts_on").first()
        if found is None:
            raise UnreadableTable(
                _("%(congress)s has no such term yet: enter the term first, then load its deputies.")
                % {"congress": self.congress}
            )
        return found

    def _remember(self, person: Person) -> None:
        deputy, mandate = person.deputy, person.mandate
        person.known = {name: str(getattr(deputy, name)) for name in OF_DEPUTY}
        person.known["delegation"] = mandate.delegation if mandate else ""
        person.known["constituency"] = self._constituency_key(mandate)
        self.people.add(person)

    def _constituency_key(self, mandate: Mandate | None) -> str:
        """The code of a constituency that is known, if only by now, or the list's own words."""
        if mandate is None:
            return ""
        if mandate.constituency_id:
            return self._constituencies[mandate.constituency_id].code
        words = folded(mandate.constituency_words)
        return self._spelled[words].code if words in self._spelled else words

    # --- One row -----------------------------------------------------------------------------------------
    def decide(self, row: int, values: dict[str, Any]) -> Outcome:
        told = self._comparable(values)
        person = self.people.who(values, told)
        if person is None:
            return self._new(row, values, told)
        self._refuse_two_terms(person)
        if person.rows:
            return self._again(row, person, values, told)
        return self._update(row, person, values, told)

    def _refuse_two_terms(self, person: Person) -> None:
        """Whoever holds a mandate of a later term gets none of an earlier one; of a coming term they are elected."""
        held = self._elsewhere.get(person.deputy.pk or 0)
        if held is not None and not self._is_coming and person.mandate is None:
            raise RowRefused(
                "name",
                _("%(name)s holds a mandate of term %(held)d and cannot hold one of term %(term)d as well")
                % {"name": person.deputy.name, "held": held.number, "term": self.term.number},
            )

    def _comparable(self, values: dict[str, Any]) -> dict[str, str]:
        told = {name: str(value) for name, value in values.items()}
        if "constituency" in told:
            found = self._spelled.get(folded(told["constituency"]))
            told["constituency"] = found.code if found else folded(told["constituency"])
        return told

    # --- Deciding ----------------------------------------------------------------------------------------
    def _new(self, row: int, values: dict[str, Any], told: dict[str, str]) -> Outcome:
        deputy = Deputy(congress=self.congress, pinyin=spelling.of_name(values["name"]))
        for name in OF_DEPUTY:
            setattr(deputy, name, values.get(name, ""))
        if deputy.address and self._address_kind:
            deputy.address_kind = self._address_kind
        person = Person(deputy, None, rows=[row], said=values)
        namesakes = len(self.people.called(deputy.name))
        self._set_mandate(person, values)
        self._remember(person)
        outcome = Outcome(row, What.NEW, deputy.name, warnings=self._warnings(row, values))
        if namesakes and "number" not in values:
            outcome.warnings.append(
                Remark(row, "name", _("another deputy has this name; they are kept apart as two people"))
            )
        return outcome

    def _again(self, row: int, person: Person, values: dict[str, Any], told: dict[str, str]) -> Outcome:
        """The same person a second time in the file."""
        for name in values:
            if name in person.said and not same(name, person.known[name], told[name]):
                raise RowRefused(
                    name,
                    _("row %(row)d says something else about the same person") % {"row": person.rows[0]},
                )
        if all(name in person.said for name in values):
            person.rows.append(row)
            return Outcome(row, What.DUPLICATE, person.deputy.name)
        return self._update(row, person, values, told)

    def _update(self, row: int, person: Person, values: dict[str, Any], told: dict[str, str]) -> Outcome:
        changes = [change for name in OF_DEPUTY if (change := self._set(person, name, values.get(name)))]
        changes += self._set_mandate(person, values)
        if values.get("address"):
            self._trust_address(person)
        person.rows.append(row)
        person.said = values | person.said
        person.known |= {name: told[name] for name in told if name != "birth"} | {
            "birth": person.deputy.birth
        }
        self.people.number(person)
        return Outcome(row, What.UPDATED, person.deputy.name, changes, self._warnings(row, values))

    def _set(self, person: Person, name: str, value: Any) -> Change | None:
        before = getattr(person.deputy, name)
        if value in (None, "") or value == before or (name == "birth" and before.startswith(value)):
            return None
        setattr(person.deputy, name, value)
        person.dirty.add(name)
        if name == "address":
            contact.distrust_address(person.deputy)
        return Change(name, str(before), str(value))

    def _trust_address(self, person: Person) -> None:
        """A column of homes makes a home of what was taken for an office; one of offices opens nothing by itself."""
        deputy = person.deputy
        if self._address_kind == AddressKind.HOME and deputy.address_kind != AddressKind.HOME:
            contact.distrust_address(deputy)
            person.dirty.add("address")
        elif self._address_kind == AddressKind.WORK and "address" in person.dirty:
            deputy.address_kind = AddressKind.WORK

    def _set_mandate(self, person: Person, values: dict[str, Any]) -> list[Change]:
        mandate = person.mandate
        if mandate is None:
            status = MandateStatus.ELECTED if self._is_coming else MandateStatus.IN_FORCE
            mandate = person.mandate = Mandate(term=self.term, starts_on=self.term.starts_on, status=status)
        changes = []
        delegation = values.get("delegation", "")
        if delegation and delegation != mandate.delegation:
            changes.append(Change("delegation", mandate.delegation, delegation))
            mandate.delegation = delegation
        changes += self._set_constituency(mandate, values.get("constituency", ""))
        person.dirty |= {change.field for change in changes}
        return changes

    def _set_constituency(self, mandate: Mandate, words: str) -> list[Change]:
        """A known constituency is linked; an unknown one is kept in the list's words until it is entered."""
        found = self._spelled.get(folded(words)) if words else None
        current = self._constituencies.get(mandate.constituency_id or 0)
        before = current.name if current else mandate.constituency_words
        if not words or (found and found == current) or (not found and words == mandate.constituency_words):
            return []
        mandate.constituency = found
        mandate.constituency_words = "" if found else words
        return [Change("constituency", before, found.name if found else words)]

    def _warnings(self, row: int, values: dict[str, Any]) -> list[Remark]:
        return [*self._waits(row), *self._is_home(row, values), *self._unknown_constituency(row, values)]

    def _is_home(self, row: int, values: dict[str, Any]) -> list[Remark]:
        """Said once: a column of homes is for the office alone."""
        if "address" not in values or self._address_kind != AddressKind.HOME or self._has_said_home:
            return []
        self._has_said_home = True
        reason = _("“%(heading)s” is taken for the address of a home and shown to nobody")
        return [Remark(row, "address", reason % {"heading": self.columns["address"]})]

    def _waits(self, row: int) -> list[Remark]:
        """Said once: those of a term that has not begun are elected, and in office from the change of term on."""
        if not self._is_coming or self._has_said_so:
            return []
        self._has_said_so = True
        reason = _("those of term %(term)d are in office from the change of term on (manage.py change_term)")
        return [Remark(row, "name", reason % {"term": self.term.number})]

    def _unknown_constituency(self, row: int, values: dict[str, Any]) -> list[Remark]:
        words = values.get("constituency", "")
        if not words or folded(words) in self._spelled:
            return []
        reason = _("the constituency “%(words)s” is not known: enter it, then load the list again") % {
            "words": words
        }
        return [Remark(row, "constituency", reason)]

    # --- Writing -----------------------------------------------------------------------------------------
    def write(self) -> None:
        new = [one for one in self.people.all if one.is_new]
        changed = [one for one in self.people.all if not one.is_new and one.rows]
        Deputy.objects.bulk_create([one.deputy for one in new], 500)
        dirty = [one.deputy for one in changed if one.dirty & set(OF_DEPUTY)]
        if dirty:
            Deputy.objects.bulk_update(dirty, [*OF_DEPUTY, "address_kind", "address_visibility"], 200)
        self._write_mandates(new + changed)

    def _write_mandates(self, people: list[Person]) -> None:
        fresh: list[Mandate] = []
        kept: list[Mandate] = []
        for person in people:
            mandate: Any = person.mandate
            if mandate.pk is None:
                mandate.deputy = person.deputy
                fresh.append(mandate)
            elif person.dirty & set(OF_MANDATE):
                kept.append(mandate)
        Mandate.objects.bulk_create(fresh, 500)
        if kept:
            Mandate.objects.bulk_update(kept, ["delegation", "constituency", "constituency_words"], 200)
