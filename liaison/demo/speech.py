"""How citizens write: terse, plain or rambling, in somebody's own voice. Pure."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from liaison.demo.matters import sayings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liaison.demo.matters import Matter
    from liaison.demo.slots import Slots

LONGEST = 400
_PROPOSING = (
    "解决 修复 增设 延长 增加 清理 补划 改善 改造 建设 开放 开办 更换 治理 安装 加快 整治 落实 明确 就近 公布 纳入 加强"
    " 促进 规范 核查 保留 公开 指导 支持 恢复 疏通 调整 优化 申请 收容 补发 开通 整改 补 完善"
).split()


def body(matter: Matter, slots: Slots, rng: Random) -> str:
    """What one person writes about a matter, 25 to 400 characters."""
    said = sayings("citizen")
    draw = rng.random()
    if draw < 0.16:
        return _terse(matter, slots, rng)
    parts = ["，".join(filter(None, [*_begin(said, rng, chatty=draw > 0.7), rng.choice(matter.open)]))]
    told = rng.sample(matter.body, min(len(matter.body), 1 if draw < 0.5 else 2 if draw < 0.88 else 3))
    parts += told
    if draw > 0.62:
        parts.insert(rng.randint(1, len(parts)), rng.choice(said["aside"]))
    asked = rng.choice(matter.ask)
    if draw > 0.9:
        asked += rng.choice(("；另外，", "，另外")) + rng.choice(
            [one for one in matter.ask if one != asked] or [asked]
        )
    parts.append(asked)
    if rng.random() < 0.4:
        parts.append(rng.choice(said["closing"]))
    return _written([part for part in parts if part], slots, rng)


def _begin(said: dict[str, Sequence[str]], rng: Random, *, chatty: bool) -> tuple[str, str]:
    greeting = rng.choice(said["greeting"]) if rng.random() < (0.5 if chatty else 0.25) else ""
    intro = rng.choice(said["intro"]) if rng.random() < (0.55 if chatty else 0.15) else ""
    return greeting, intro


def _terse(matter: Matter, slots: Slots, rng: Random) -> str:
    slots["open"] = rng.choice(matter.open).format_map(slots)
    slots["ask"] = rng.choice(matter.ask).format_map(slots)
    text = rng.choice(sayings("citizen")["terse"]).format_map(slots)
    return text if len(text) >= 25 else f"{text.rstrip('。')}，{slots['ask']}。"


def _written(parts: list[str], slots: Slots, rng: Random) -> str:
    """Put together by somebody's habit: full stops, commas all the way, new lines."""
    habit = rng.random()
    between = "。" if habit < 0.7 else "，" if habit < 0.86 else "。\n"
    lines = [part.format_map(slots) for part in parts]
    while len(lines) > 3 and sum(map(len, lines)) > LONGEST - 20:
        del lines[-2]
    text = between.join(lines).replace("我们我们", "我们").replace("我们在我们", "我在我们")
    return text if 0.8 < habit < 0.84 else text + "。"


def happened(slots: Slots, rng: Random) -> str:
    """When it happened, in a citizen's words; empty where nothing was filled in."""
    draw = rng.random()
    if draw < 0.45:
        return ""
    return slots["since"] if draw < 0.75 else slots["day"]


def office_title(matter: Matter, slots: Slots, rng: Random) -> str:
    """The title an office gives the case when it registers it."""
    what = rng.choice(matter.title).format_map(slots).replace("的的", "的").removesuffix("的")
    where = slots["place0"]
    if what.startswith(tuple(_PROPOSING)):
        return f"关于{where}{what}的建议" if rng.random() < 0.6 else f"建议{where}{what}"
    return f"反映{where}{what}问题" if rng.random() < 0.6 else f"{where}{what}"


def line(name: str, slots: Slots, rng: Random) -> str:
    """One of the citizens' small sayings: a remark, a supplement, a reason."""
    return str(rng.choice(sayings("citizen")[name])).format_map(slots)


def refused(reason: str, slots: Slots, rng: Random) -> tuple[str, str]:
    """An opinion that cannot be accepted for ``reason``: its text and the office's title for it."""
    office = sayings("office")
    text = str(rng.choice(office["refused_body"][reason].split("\n"))).format_map(slots)
    said = sayings("citizen")
    before = rng.choice(said["greeting"]) + rng.choice("，。") if rng.random() < 0.5 else ""
    after = rng.choice(said["closing"]) + "。" if rng.random() < 0.5 else ""
    return before + text + after, str(office["refused_title"][reason])
