"""Liaison stations with the deputies who receive people there. Matched by code, else by name."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deputies.loading import cells, spelling
from deputies.loading.columns import Field
from deputies.loading.flow import Change, Loader, Outcome, Remark, RowRefused, What
from deputies.loading.headings import folded
from deputies.models import Deputy, Division, LiaisonStation, StationMembership
from deputies.models.division import DivisionLevel

_KINDS = {
    "代表联络站": "station", "联络站": "station", "station": "station",
    "代表之家": "home", "家": "home", "home": "home",
    "联系点": "point", "代表联系点": "point", "point": "point",
    "网上联络站": "online", "线上": "online", "online": "online",
}  # fmt: skip
_PLAIN = (
    "name", "kind", "division", "address", "hours", "phone", "head", "is_open", "longitude", "latitude",
)  # fmt: skip


class StationLoader(Loader):
    kind = "stations"
    title = gettext_lazy("Liaison stations")
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            "name",
            gettext_lazy("name"),
            cells.text(100),
            ("联络站名称", "站点名称", "名称", "联络站", "站名"),
            required=True,
        ),
        Field("code", gettext_lazy("code"), cells.slug, ("编码", "站点编码", "代码", "编号", "站点编号")),
        Field("kind", gettext_lazy("kind"), cells.one_of(_KINDS), ("类型", "类别", "站点类型")),
        Field(
            "division",
            gettext_lazy("place"),
            cells.text(200),
            ("所在乡镇", "乡镇", "乡镇街道", "所在地", "行政区划", "区划", "区划代码", "所属乡镇", "村居"),
        ),
        Field("address", gettext_lazy("address"), cells.text(200), ("地址", "详细地址", "站点地址")),
        Field("hours", gettext_lazy("opening hours"), cells.text(200), ("开放时间", "接待时间", "服务时间")),
        Field("phone", gettext_lazy("telephone"), cells.phone, ("电话", "联系电话", "站点电话")),
        Field("head", gettext_lazy("station head"), cells.name, ("站长", "负责人", "联络员")),
        Field(
            "deputies", gettext_lazy("deputies"), cells.several, ("进站代表", "代表", "驻站代表", "入站代表")
        ),
        Field("longitude", gettext_lazy("longitude"), cells.degrees(180), ("经度", "东经", "lng", "lon")),
        Field("latitude", gettext_lazy("latitude"), cells.degrees(90), ("纬度", "北纬", "lat")),
        Field("is_open", gettext_lazy("open"), cells.yes_no, ("是否开放", "在用")),
    )

    def prepare(self) -> None:
        self._by_code: dict[str, LiaisonStation] = {}
        self._by_name: dict[str, LiaisonStation] = {}
        self._said: dict[int, tuple[int, dict[str, Any]]] = {}
        self._touched: list[LiaisonStation] = []
        self._members: list[tuple[LiaisonStation, Deputy]] = []
        for station in LiaisonStation.objects.filter(congress=self.congress).select_related("division"):
            self._remember(station)
        self._places = _Places(self.congress.division)
        self._deputies: dict[str, list[Deputy]] = defaultdict(list)
        for deputy in Deputy.objects.filter(congress=self.congress):
            self._deputies[deputy.name].append(deputy)
            if deputy.number:
                self._deputies[deputy.number].append(deputy)

    def _remember(self, station: LiaisonStation) -> None:
        self._by_code[station.code] = station
        self._by_name[folded(station.name)] = station

    def decide(self, row: int, values: dict[str, Any]) -> Outcome:
        if "division" in values:
            values["division"] = self._places.find(values["division"])
        station = self._which(values)
        if station is not None and id(station) in self._said:
            return self._again(row, station, values)
        self._refuse_half_a_position(station, values)
        return self._new(row, values) if station is None else self._update(row, station, values)

    @staticmethod
    def _refuse_half_a_position(station: LiaisonStation | None, values: dict[str, Any]) -> None:
        is_placed = station is not None and station.longitude is not None
        if ("longitude" in values) != ("latitude" in values) and not is_placed:
            raise RowRefused("latitude", _("a position needs longitude and latitude"))

    def _which(self, values: dict[str, Any]) -> LiaisonStation | None:
        named = self._by_name.get(folded(values["name"]))
        if "code" not in values:
            return named
        coded = self._by_code.get(values["code"])
        if coded is None and named is not None:
            raise RowRefused(
                "code", _("%(name)s has the code %(code)s already") % {"name": named.name, "code": named.code}
            )
        return coded

    def _new(self, row: int, values: dict[str, Any]) -> Outcome:
        station = LiaisonStation(
            congress=self.congress,
            division=self.congress.division,
            code=values.get("code") or self._free_code(values["name"]),
        )
        for name in _PLAIN:
            if name in values:
                setattr(station, name, values[name])
        self._remember(station)
        return self._noted(Outcome(row, What.NEW, station.name), station, values)

    def _free_code(self, name: str) -> str:
        wanted = spelling.initials(name) or "station"
        number, code = 1, wanted
        while code in self._by_code:
            number += 1
            code = f"{wanted}-{number}"
        return code

    def _again(self, row: int, station: LiaisonStation, values: dict[str, Any]) -> Outcome:
        first, said = self._said[id(station)]
        for name, value in values.items():
            if said.get(name, value) != value:
                raise RowRefused(name, _("row %(row)d says something else about it") % {"row": first})
        return Outcome(row, What.DUPLICATE, station.name)

    def _update(self, row: int, station: LiaisonStation, values: dict[str, Any]) -> Outcome:
        changes = []
        for name in _PLAIN:
            before, value = getattr(station, name), values.get(name)
            if value is not None and value != before:
                setattr(station, name, value)
                changes.append(Change(name, str(before), str(value)))
        return self._noted(Outcome(row, What.UPDATED, station.name, changes), station, values)

    def _noted(self, outcome: Outcome, station: LiaisonStation, values: dict[str, Any]) -> Outcome:
        self._said[id(station)] = (outcome.row, values)
        self._touched.append(station)
        for word in values.get("deputies", ()):
            found = self._deputies.get(word) or self._deputies.get(cells.name(word), [])
            if len(found) == 1:
                self._members.append((station, found[0]))
            else:
                reason = (
                    _("several deputies are called “%(word)s”: write the number")
                    if found
                    else _("no deputy is called “%(word)s”")
                )
                outcome.warnings.append(Remark(outcome.row, "deputies", reason % {"word": word}))
        return outcome

    def write(self) -> None:
        LiaisonStation.objects.bulk_create([one for one in self._touched if one.pk is None])
        LiaisonStation.objects.bulk_update(self._touched, list(_PLAIN), 200)
        StationMembership.objects.bulk_create(
            [StationMembership(station=station, deputy=deputy) for station, deputy in self._members],
            ignore_conflicts=True,
        )


class _Places:
    """The divisions of a congress by code, name and full name."""

    def __init__(self, home: Division) -> None:
        self._home = home
        self._by_word: dict[str, list[Division]] = defaultdict(list)
        for one in Division.objects.current().under([home.code]).order_by("level", "code"):
            for word in {one.code, folded(one.name), folded(one.full_name)} - {""}:
                self._by_word[word].append(one)

    def find(self, word: str) -> Division:
        """Raises RowRefused where no place is called so, or several are."""
        found = self._by_word.get(word.replace(" ", "")) or self._by_word.get(folded(word), [])
        if not found:
            raise RowRefused(
                "division",
                _("there is no place “%(word)s” in %(home)s") % {"word": word, "home": self._home.name},
            )
        higher = [one for one in found if one.level <= DivisionLevel.TOWNSHIP]
        if len(found) > 1 and len(higher) != 1:
            raise RowRefused(
                "division", _("several places are called “%(word)s”: write the code") % {"word": word}
            )
        return higher[0] if higher else found[0]
