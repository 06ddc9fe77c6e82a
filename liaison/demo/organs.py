"""The organs of a county and of the city above it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from liaison.demo.matters import FOLDER

# Where the city's organ is not simply the county's with another name in front.
_CITY_NAMES = {"ecology": "岚川市生态环境局", "housing-fund": "岚川市住房公积金管理中心"}


@dataclass(frozen=True, slots=True)
class Organ:
    """A handling organ: ``code`` is its own within a congress, ``parent`` the code of the organ above it."""

    congress: str
    code: str
    name: str
    short_name: str
    kind: str
    parent: str
    aliases: tuple[str, ...]


def of_congress(congress: str, home: str, count: int, townships: list[str]) -> list[Organ]:
    """``count`` organs of the county or city ``home``, its township governments among them, parents first."""
    own = [_organ(congress, home, row) for row in _rows()[: count - len(townships)]]
    return own + [_township(congress, home, name, place) for place, name in enumerate(townships, start=1)]


def _organ(congress: str, home: str, row: tuple[str, ...]) -> Organ:
    code, name, short, kind, parent, aliases = row
    is_city = home.endswith("市")
    full = _CITY_NAMES.get(code, name) if is_city else name
    spelled = [_at_level(one, home) for one in aliases.split(",") if one]
    return Organ(
        congress, code, full.format(c=home, s=home[:-1]), _at_level(short, home), kind, parent, tuple(spelled)
    )


def _at_level(name: str, home: str) -> str:
    """县住建局 is 区住建局 in a district and 市住建局 in the city."""
    return home[-1] + name[1:] if name.startswith("县") else name


def _township(congress: str, home: str, name: str, place: int) -> Organ:
    """The government of a township, or the office of a subdistrict."""
    own = f"{name}办事处" if name.endswith("街道") else f"{name}人民政府"
    short = f"{name}办" if name.endswith("街道") else f"{name}政府"
    stem = name.removesuffix("街道").rstrip("镇乡")
    aliases = (f"{stem}街办", f"{name}办事处") if name.endswith("街道") else (own, f"{stem}{name[-1]}政府办")
    return Organ(congress, f"township-{place:02d}", home + own, short, "government", "gov", aliases)


@cache
def _rows() -> list[tuple[str, ...]]:
    lines = (FOLDER / "words" / "organs.txt").read_text(encoding="utf-8").splitlines()
    return [tuple(cell.strip() for cell in line.split("|")) for line in lines if not line.startswith("#")]
