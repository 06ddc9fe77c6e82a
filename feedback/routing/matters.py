"""What about: the topic by the office's rules, and the organ that is named or usual for it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from feedback.routing.choice import Alternative, Chosen, Part, Reason
from feedback.routing.finder import fold
from feedback.routing.names import own_level

if TYPE_CHECKING:
    from feedback.routing.finder import Hit
    from feedback.routing.rules import Score
    from feedback.routing.world import NamedOrgan, World


class Learned(NamedTuple):
    """A topic by its key, how sure (0 to 1), and the words of the text that spoke for it, the weightiest first."""

    topic_id: int
    sure: float
    words: tuple[str, ...] = ()


Classify = Callable[[str], Sequence[Learned | tuple[int, float]]]

_CHOSEN_TOPIC = 0.95
_RIVAL = 0.5
_NAMED_WHOLE = 0.78
_NAMED_BY_END = 0.65
_NAMED_AMONG_OTHERS = 0.5
_NAMED_AND_USUAL = 0.93
_ANOTHER_LEVEL = 0.4
_USUAL = 0.95  # of the confidence in the topic
_NOT_IT = ("不是", "不属于", "不归", "并非", "不该找", "不是由")
_LEVELS = "省市县区镇乡"
_OF_TOPIC = ("organ_of_rule", "organ_of_topic")


def choose_topic(
    text: str, chosen: Chosen, world: World, classify: Classify | None
) -> tuple[Part, int | None, tuple[Reason, ...]]:
    """The topic, the organ that its winning rule names, and why the case must be held for a person."""
    scores, failures = world.rule_book.scores(fold(text))
    if chosen.topic_id in world.topics:
        name = world.topics[chosen.topic_id or 0]
        organ_id = scores[chosen.topic_id].organ_id if chosen.topic_id in scores else None
        part = Part(chosen.topic_id, _CHOSEN_TOPIC, (Reason("topic_chosen", {"topic": name}),))
        return part, organ_id, tuple(failures)
    by_rules = _by_rules(scores, world)
    learned = _learned(_asked(text, classify), world)
    part = _together(by_rules, learned)
    organ_id = scores[part.id].organ_id if part.id in scores else None
    return part, organ_id, tuple(failures)


def _by_rules(scores: dict[int, Score], world: World) -> Part:
    ranked = sorted(
        ((score.points, -topic_id) for topic_id, score in scores.items() if topic_id in world.topics),
        reverse=True,
    )
    if not ranked:
        return Part(reasons=(Reason("no_topic_words"),))
    points, topic_id = ranked[0][0], -ranked[0][1]
    rival = ranked[1][0] if len(ranked) > 1 else 0.0
    confidence = points / (points + 0.5) * (1 - _RIVAL * rival / points) if points else 0.0
    words = "、".join(scores[topic_id].words[:5])
    reasons = [Reason("topic_words", {"topic": world.topics[topic_id], "words": words})]
    if rival:
        reasons.append(Reason("other_topic_too", {"topic": world.topics[-ranked[1][1]]}))
    return Part(topic_id, confidence, tuple(reasons))


def _asked(text: str, classify: Classify | None) -> list[Learned]:
    return [Learned(*one) for one in classify(text)] if classify else []


def _learned(ranked: list[Learned], world: World) -> Part:
    known = [one for one in ranked if one.topic_id in world.topics]
    if not known:
        return Part()
    best = max(known, key=lambda one: (one.sure, one.topic_id))
    params: dict[str, str | int] = {
        "topic": world.topics[best.topic_id],
        "percent": round(best.sure * 100),
        "words": "、".join(best.words),
    }
    code = "topic_learned_words" if best.words else "topic_learned"
    return Part(best.topic_id, best.sure, (Reason(code, params),))


MOST_ALTERNATIVES = 3
_LEAST_ALTERNATIVE = 0.05


def alternatives(text: str, world: World, classify: Classify | None) -> tuple[Alternative, ...]:
    """The best three topics with how sure, and the words that spoke for each: by the rules, by what was learned."""
    scores, _failures = world.rule_book.scores(fold(text))
    total = sum(score.points for score in scores.values()) + 0.5
    found = {key: (score.points / total, list(score.words)) for key, score in scores.items()}
    for one in _asked(text, classify):
        by_rules, words = found.get(one.topic_id, (0.0, []))
        sure = 1 - (1 - by_rules) * (1 - one.sure)
        found[one.topic_id] = sure, [*words, *(word for word in one.words if word not in words)]
    ranked = sorted(found.items(), key=lambda item: (-item[1][0], item[0]))
    return tuple(
        Alternative(topic_id, sure, tuple(words[:5]), _usual_organ(topic_id, scores, world))
        for topic_id, (sure, words) in ranked[:MOST_ALTERNATIVES]
        if topic_id in world.topics and sure >= _LEAST_ALTERNATIVE
    )


def _usual_organ(topic_id: int, scores: dict[int, Score], world: World) -> int | None:
    usual = world.usual.get(topic_id)
    by_rule = scores[topic_id].organ_id if topic_id in scores else None
    return by_rule or (usual.organ_id if usual else None)


def _together(by_rules: Part, learned: Part) -> Part:
    """Two that agree are surer than either; where they differ, the surer one, less sure for the other."""
    if learned.id is None:
        return by_rules
    if by_rules.id is None:
        return learned
    if by_rules.id == learned.id:
        both = 1 - (1 - by_rules.confidence) * (1 - learned.confidence)
        return Part(by_rules.id, both, by_rules.reasons + learned.reasons)
    first, second = sorted((by_rules, learned), key=lambda part: part.confidence, reverse=True)
    return Part(first.id, first.confidence * (1 - _RIVAL * second.confidence), first.reasons + second.reasons)


def choose_organ(text: str, topic: Part, rule_organ_id: int | None, world: World) -> Part:
    """The organ named in the text, that of the topic's rule, or the one usual for the topic."""
    usual = world.usual.get(topic.id or 0)
    usual_id = rule_organ_id or (usual.organ_id if usual else None)
    named, reasons = _named(fold(text), world)
    if named:
        return _among(named, usual_id, reasons, world)
    organ = world.organ_by_id.get(usual_id or 0)
    if organ is None:
        return Part(None, 0.0, (*reasons, Reason("no_organ")))
    code = "organ_of_rule" if rule_organ_id else "organ_of_topic"
    reason = Reason(code, {"organ": organ.names[0], "topic": world.topics[topic.id or 0]})
    return Part(organ.id, topic.confidence * _USUAL, (*reasons, reason))


def follows_from_topic(organ: Part) -> bool:
    """Whether nothing in the text names the organ: it is the usual one for the topic."""
    return any(reason.code in _OF_TOPIC for reason in organ.reasons)


def _named(folded: str, world: World) -> tuple[dict[int, float], tuple[Reason, ...]]:
    """Organs that the text names, with how sure that is; not those it says are the wrong ones."""
    named: dict[int, float] = {}
    reasons: list[Reason] = []
    for hit in world.organ_finder.longest(folded):
        organ, whole = hit.values[0]
        if _denied(folded, hit):
            reasons.append(Reason("organ_denied", {"organ": organ.names[0]}))
            continue
        sure = _NAMED_WHOLE if whole else _NAMED_BY_END
        if not whole and _another_level(folded, hit, world):
            sure = _ANOTHER_LEVEL
        named[organ.id] = max(named.get(organ.id, 0.0), sure)
    return named, tuple(reasons)


def _denied(folded: str, hit: Hit[tuple[NamedOrgan, bool]]) -> bool:
    return folded[max(0, hit.start - 4) : hit.start].rstrip("县市区 ").endswith(_NOT_IT)


def _another_level(folded: str, hit: Hit[tuple[NamedOrgan, bool]], world: World) -> bool:
    """市水务局 is not our county's 水务局."""
    before = folded[hit.start - 1 : hit.start]
    return before != "" and before in _LEVELS and before != own_level(world.home)


def _among(named: dict[int, float], usual_id: int | None, reasons: tuple[Reason, ...], world: World) -> Part:
    if usual_id in named:
        reason = Reason("organ_named_and_usual", {"organ": world.organ_by_id[usual_id].names[0]})
        return Part(usual_id, _NAMED_AND_USUAL, (*reasons, reason))
    organ_id = max(named, key=lambda key: named[key])
    reason = Reason("organ_named", {"organ": world.organ_by_id[organ_id].names[0]})
    if len(named) == 1:
        return Part(organ_id, named[organ_id], (*reasons, reason))
    others = Reason("several_organs_named", {"count": len(named)})
    return Part(organ_id, min(named[organ_id], _NAMED_AMONG_OTHERS), (*reasons, reason, others))
