"""Every clock of every profile side by side, for the page an office reads beside its own text."""

from collections.abc import Sequence
from datetime import date

from casework.rules import schema, store
from casework.rules.profile import Profile

SHORT = {"day": "d", "workday": "wd", "month": "m"}


def compared(on: date) -> str:
    """Markdown tables of the profiles in force on a day: periods, articles behind them, what is followed up."""
    profiles = [store.profile_for(name, on) for name in store.names()]
    return f"{_periods(profiles)}\n\n{_articles(profiles)}\n\n{_followed(profiles)}"


def _periods(profiles: Sequence[Profile]) -> str:
    head = _row("clock", *(profile.name for profile in profiles))
    line = _row(*("---" for _ in range(len(profiles) + 1)))
    rows = [_row(name, *(_period(profile, name) for profile in profiles)) for name in schema.CLOCKS]
    return "\n".join([head, line, *rows])


def _period(profile: Profile, name: str) -> str:
    """Bold where the profile sets it by a text of its own; in brackets where it is a default of practice."""
    clock = profile.clock(name)
    words = f"{clock.period.n} {SHORT[clock.period.unit]}"
    return {"practice": f"({words})", "own": f"**{words}**"}.get(profile.standing(clock), words)


def _articles(profiles: Sequence[Profile]) -> str:
    rows = [_row("profile", "clock", "period", "from the day after", "article"), _row(*["---"] * 5)]
    for profile in profiles:
        for name in schema.CLOCKS:
            clock = profile.clock(name)
            if clock.origin.startswith(f"{profile.name}@"):
                rows.append(
                    _row(profile.name, name, _period(profile, name), clock.starts_from.zh, clock.article)
                )
    return "\n".join(rows)


def _followed(profiles: Sequence[Profile]) -> str:
    """The result classes that are promises, with their article, and what follows a second dissatisfaction."""
    heads = ("profile", "classes that promise", "article", "second dissatisfied", "article")
    rows = [_row(*heads), _row(*["---"] * len(heads))]
    for profile in profiles:
        labels, second = profile.result_classes, profile.switches["second_dissatisfied"]
        codes = ", ".join(item.code for item in labels.items if item.promise)
        rows.append(
            _row(profile.name, codes or "—", labels.promise_article, str(second.value), second.article)
        )
    return "\n".join(rows)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
