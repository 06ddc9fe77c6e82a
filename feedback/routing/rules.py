"""Topic rules: words an office has said to speak for a topic. Pure.

One word per line, an optional weight after a blank (``搅拌站 3``); between slashes stands a regular
expression (``/噪(声|音)/ 2``). A rule that cannot be read or that fails is never skipped in silence: it is
reported, and the case is held for a person.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from feedback.routing.choice import Reason
from feedback.routing.finder import Finder

DEFAULT_WEIGHT = 1.0
_MOST_SEARCHED = 3000  # characters a regular expression may look at: the office's patterns are not proven
_LINE = re.compile(r"^(?P<word>.+?)(?:[\s:=]+(?P<weight>\d+(?:\.\d+)?))?$")
_REPEAT = 0.25  # what a word adds when it is said once more, at most twice


class BadRule(ValueError):
    """A line of a rule that cannot be read; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Rule:
    """``words`` and ``excluded`` as the office wrote them."""

    id: int
    topic_id: int
    words: str
    excluded: str = ""
    organ_id: int | None = None


@dataclass(frozen=True, slots=True)
class Weighted:
    """A word, or a pattern where it stood between slashes, and what it adds."""

    word: str
    weight: float = DEFAULT_WEIGHT
    pattern: re.Pattern[str] | None = None


def parse(text: str) -> list[Weighted]:
    """The lines of a rule. Raises BadRule, naming the line."""
    return [_parsed(line.strip()) for line in text.splitlines() if line.strip()]


def _parsed(line: str) -> Weighted:
    match = _LINE.match(line)
    assert match is not None  # a line that is not blank has a word
    word, weight = match["word"].strip(), float(match["weight"] or DEFAULT_WEIGHT)
    if len(word) > 1 and word.startswith("/") and word.endswith("/"):
        try:
            return Weighted(word, weight, re.compile(word[1:-1], re.IGNORECASE))
        except (re.error, OverflowError, RecursionError) as error:
            raise BadRule(f"{line}: {error}") from error
    if len(word) < 2:
        raise BadRule(f"{line}: a single character speaks for no topic")
    return Weighted(word, weight)


@dataclass(slots=True)
class Score:
    """What was found for one topic."""

    points: float = 0.0
    words: list[str] = field(default_factory=list)
    organ_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    rule: Rule
    weight: float


class RuleBook:
    """Every rule of a congress, its plain words found in one pass."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.failures: list[Reason] = []
        words: list[tuple[str, _Known]] = []
        excluded: list[tuple[str, int]] = []
        self._patterns: list[tuple[re.Pattern[str], _Known, bool]] = []
        for rule in rules:
            try:
                speaking, against = parse(rule.words), parse(rule.excluded)
            except BadRule as bad:
                self.failures.append(Reason("rule_failed", {"rule": rule.id, "why": str(bad)}))
                continue
            for one in speaking:
                known = _Known(rule, one.weight)
                if one.pattern is None:
                    words.append((one.word, known))
                else:
                    self._patterns.append((one.pattern, known, False))
            for one in against:
                if one.pattern is None:
                    excluded.append((one.word, rule.id))
                else:
                    self._patterns.append((one.pattern, _Known(rule, 0), True))
        self._words = Finder(words)
        self._excluded = Finder(excluded)

    def scores(self, folded: str) -> tuple[dict[int, Score], list[Reason]]:
        """Points by topic, and why the case must be held."""
        failures = list(self.failures)
        void = {rule_id for hit in self._excluded.every(folded) for rule_id in hit.values}
        found: dict[tuple[int, str], list[_Known]] = defaultdict(list)
        for hit in self._words.every(folded):
            for known in hit.values:
                found[known.rule.id, hit.name].append(known)
        self._search(folded, found, void, failures)
        scores: dict[int, Score] = defaultdict(Score)
        for (rule_id, word), hits in found.items():
            if rule_id not in void:
                _add(scores[hits[0].rule.topic_id], word, hits)
        return dict(scores), failures

    def _search(
        self,
        folded: str,
        found: dict[tuple[int, str], list[_Known]],
        void: set[int],
        failures: list[Reason],
    ) -> None:
        for pattern, known, excludes in self._patterns:
            try:
                match = pattern.search(folded, 0, _MOST_SEARCHED)
            except Exception as error:  # noqa: BLE001 - whatever a rule raises, a person must learn of it
                failures.append(Reason("rule_failed", {"rule": known.rule.id, "why": str(error)}))
                continue
            if match and excludes:
                void.add(known.rule.id)
            elif match:
                found[known.rule.id, match[0]].append(known)


def _add(score: Score, word: str, hits: list[_Known]) -> None:
    """Add a word once for its topic, however many rules of the topic name it."""
    if word in score.words:
        return
    score.points += hits[0].weight * (1 + _REPEAT * min(len(hits) - 1, 2))
    score.words.append(word)
    score.organ_id = score.organ_id or hits[0].rule.organ_id
