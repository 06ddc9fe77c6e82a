"""Organs with their other spellings. Matched by code, else by name, short name or another spelling."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deputies.loading import cells, spelling
from deputies.loading.columns import Field
from deputies.loading.flow import Change, Loader, Outcome, Remark, RowRefused, What
from deputies.loading.headings import folded
from deputies.models import Organ, OrganAlias
from deputies.models.organ import OrganKind

_KINDS = {
    "政府": "government", "人民政府": "government", "government": "government",
    "部门": "department", "政府部门": "department", "工作部门": "department", "政府工作部门": "department",
    "监委": "supervisory_commission", "监察委员会": "supervisory_commission",
    "法院": "court", "人民法院": "court", "court": "court",
    "检察院": "procuratorate", "人民检察院": "procuratorate", "procuratorate": "procuratorate",
    "企业": "enterprise", "国有企业": "enterprise", "enterprise": "enterprise",
    "事业单位": "institution", "institution": "institution",
    "组织": "organisation", "社会组织": "organisation", "群团": "organisation", "organisation": "organisation",
} | {str(value): str(value) for value in OrganKind.values}  # fmt: skip
_PLAIN = ("name", "short_name", "kind", "is_active")


class OrganLoader(Loader):
    kind = "organs"
    title = gettext_lazy("Organs")
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            "name",
            gettext_lazy("name"),
            cells.text(100),
            ("单位名称", "名称", "单位全称", "全称", "承办单位", "部门名称", "单位"),
            required=True,
        ),
        Field("code", gettext_lazy("code"), cells.slug, ("编码", "单位编码", "代码", "单位代码", "编号")),
        Field("short_name", gettext_lazy("short name"), cells.text(40), ("简称", "单位简称")),
        Field(
            "kind",
            gettext_lazy("kind"),
            cells.one_of(_KINDS),
            ("类别", "单位类别", "性质", "单位性质", "类型"),
        ),
        Field(
            "parent", gettext_lazy("part of"), cells.text(100), ("上级单位", "主管单位", "上级", "主管部门")
        ),
        Field(
            "aliases", gettext_lazy("other spellings"), cells.several, ("别名", "其他名称", "曾用名", "别称")
        ),
        Field("is_active", gettext_lazy("in use"), cells.yes_no, ("在用", "启用", "是否启用")),
    )

    def prepare(self) -> None:
        self._by_code: dict[str, Organ] = {}
        self._by_word: dict[str, Organ] = {}
        self._rows: dict[int, int] = {}  # id() of an organ → the row that spoke of it
        self._touched: list[Organ] = []
        self._parents: list[tuple[Organ, str, Outcome]] = []
        self._aliases: list[tuple[Organ, str]] = []
        self._said: dict[int, dict[str, Any]] = {}
        for organ in Organ.objects.filter(congress=self.congress):
            self._remember(organ)
        for alias in OrganAlias.objects.filter(organ__congress=self.congress).select_related("organ"):
            self._by_word.setdefault(folded(alias.spelling), self._by_code[alias.organ.code])

    def _remember(self, organ: Organ) -> None:
        self._by_code[organ.code] = organ
        for word in filter(None, (organ.name, organ.short_name)):
            self._by_word.setdefault(folded(word), organ)

    def decide(self, row: int, values: dict[str, Any]) -> Outcome:
        organ = self._which(values)
        if organ is None:
            return self._new(row, values)
        said = self._said.get(id(organ))
        if said is not None:
            return self._again(row, organ, values, said)
        return self._update(row, organ, values)

    def _which(self, values: dict[str, Any]) -> Organ | None:
        named = self._by_word.get(folded(values["name"]))
        coded = self._by_code.get(values.get("code", ""))
        if coded and named and coded is not named:
            raise RowRefused(
                "code", _("code %(code)s belongs to %(name)s") % {"code": coded.code, "name": coded.name}
            )
        if named and "code" in values and not coded:
            raise RowRefused(
                "code",
                _("%(name)s has the code %(code)s already") % {"name": named.name, "code": named.code},
            )
        return coded or named

    def _new(self, row: int, values: dict[str, Any]) -> Outcome:
        organ = Organ(congress=self.congress, code=values.get("code") or self._free_code(values["name"]))
        for name in _PLAIN:
            if name in values:
                setattr(organ, name, values[name])
        self._remember(organ)
        self._touched.append(organ)
        outcome = Outcome(row, What.NEW, organ.name)
        self._note(row, organ, values, outcome)
        return outcome

    def _free_code(self, name: str) -> str:
        wanted = spelling.initials(name) or "organ"
        number, code = 1, wanted
        while code in self._by_code:
            number += 1
            code = f"{wanted}-{number}"
        return code

    def _again(self, row: int, organ: Organ, values: dict[str, Any], said: dict[str, Any]) -> Outcome:
        for name, value in values.items():
            if said.get(name, value) != value:
                raise RowRefused(
                    name, _("row %(row)d says something else about it") % {"row": self._rows[id(organ)]}
                )
        return Outcome(row, What.DUPLICATE, organ.name)

    def _update(self, row: int, organ: Organ, values: dict[str, Any]) -> Outcome:
        changes = []
        for name in _PLAIN:
            before, value = getattr(organ, name), values.get(name)
            if value is None or value == before or (name == "name" and self._is_other_word(organ, value)):
                continue
            setattr(organ, name, value)
            changes.append(Change(name, str(before), str(value)))
        outcome = Outcome(row, What.UPDATED, organ.name, changes)
        self._touched.append(organ)
        self._note(row, organ, values, outcome)
        return outcome

    def _is_other_word(self, organ: Organ, value: str) -> bool:
        """A short name or another spelling in the list does not rename the organ."""
        return self._by_word.get(folded(value)) is organ

    def _note(self, row: int, organ: Organ, values: dict[str, Any], outcome: Outcome) -> None:
        self._rows[id(organ)] = row
        self._said[id(organ)] = values
        for word in values.get("aliases", ()):
            owner = self._by_word.setdefault(folded(word), organ)
            if owner is not organ:
                reason = _("“%(word)s” is a name of %(owner)s") % {"word": word, "owner": owner.name}
                outcome.warnings.append(Remark(row, "aliases", reason))
            elif folded(word) not in (folded(organ.name), folded(organ.short_name)):
                self._aliases.append((organ, word[:100]))
        if "parent" in values:
            self._parents.append((organ, values["parent"], outcome))

    def finish(self) -> None:
        """Parents may stand below their parts in the list: they are looked for when every row is read."""
        for organ, word, outcome in self._parents:
            parent = self._by_word.get(folded(word)) or self._by_code.get(word)
            if parent is None or parent is organ:
                reason = _("no organ is called “%(word)s”; the line above it stays empty") % {"word": word}
                outcome.warnings.append(Remark(outcome.row, "parent", reason))
            elif organ.parent is not parent and organ.parent_id != (parent.pk or 0):
                if outcome.what == What.UPDATED:
                    outcome.changes.append(Change("parent", str(organ.parent or ""), parent.name))
                organ.parent = parent

    def write(self) -> None:
        parents = {id(organ): organ.parent for organ, _word, _outcome in self._parents}
        new = [organ for organ in self._touched if organ.pk is None]
        for organ in new:
            organ.parent = None
        Organ.objects.bulk_create(new)
        for organ in new:
            organ.parent = parents.get(id(organ))
        Organ.objects.bulk_update(self._touched, [*_PLAIN, "parent"], 200)
        known = set(OrganAlias.objects.filter(organ__congress=self.congress).values_list("organ", "spelling"))
        fresh = {(organ.pk, word): OrganAlias(organ=organ, spelling=word) for organ, word in self._aliases}
        OrganAlias.objects.bulk_create([alias for key, alias in fresh.items() if key not in known])
