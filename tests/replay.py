"""Tells an invented life again through the real services, each step at its own moment."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import time_machine

from accounts.actors import Actor
from casework import services as casework
from casework.models import Assignment, Case
from feedback import services
from feedback.identity import Person
from feedback.services import Submission

if TYPE_CHECKING:
    from collections.abc import Callable

    from liaison.demo.lives import Act, Life
    from liaison.demo.load.rows import Rows

# Steps that follow by themselves from the one before, at the same moment.
_CASE_FOLLOWS = (
    "sign",
    "object",
    "uphold_objection",
    "refuse_objection",
    "release_reply",
    "close",
    "close_unsatisfied",
)
_SHARE_FOLLOWS = ("return_reply", "approve_reply", "revoke")


class Replay:
    """One life on its way through the services; ``case`` is what they made of it."""

    def __init__(self, life: Life, rows: Rows) -> None:
        self.life, self.rows = life, rows
        self.key = life.said.congress
        self.shares: list[int] = []
        self.given: Counter[int | None] = Counter()
        self.case: Case = Case()

    def run(self) -> Case:
        done: list[Act] = []
        for act in self.life.acts:
            if not self._follows(act, done):
                with time_machine.travel(act.at, tick=False):
                    self._take(act)
            done.append(act)
        return Case.objects.get(pk=self.case.pk)

    def _follows(self, act: Act, done: list[Act]) -> bool:
        same = [one for one in done if one.at == act.at]
        if act.share is not None:
            return act.action in _SHARE_FOLLOWS and any(one.share is None for one in same)
        if act.action in ("close", "close_unsatisfied"):
            return any(one.action == "rate" for one in same)
        return act.action in _CASE_FOLLOWS and any(
            one.share is not None and one.action == act.action for one in same
        )

    def _take(self, act: Act) -> None:
        if self.case.pk:
            self.case = Case.objects.get(pk=self.case.pk)
        actor = self._actor(act.actor)
        if act.share is not None:
            getattr(self, f"_share_{act.action}")(act, actor, self._share(act.share))
            return
        own: Callable[[Act, Actor], None] | None = getattr(self, f"_{act.action}", None)
        if own is None:
            casework.advance(self.case, act.action, actor=actor, note=act.note, reason=act.reason)
        else:
            own(act, actor)

    def _actor(self, key: str) -> Actor:
        if key == "system":
            return Actor.system
        if key == "citizen":
            return Actor.citizen(self.case.pk or 0)
        user = self.rows.users[self.key, key]
        user._posts = None  # type: ignore[attr-defined]  # what they may do is asked anew at each moment
        return Actor.of(user)

    def _share(self, place: int) -> Assignment:
        share = Assignment.objects.get(pk=self.shares[place])
        share.case = self.case
        return share

    def _station(self, code: str) -> Any:
        return self.rows.stations.get((self.key, code))

    # --- Steps of the case --------------------------------------------------------------------------------
    def _submit(self, act: Act, actor: Actor) -> None:
        said, rows = self.life.said, self.rows
        sent = Submission(
            congress=rows.congresses[self.key],
            body=said.body,
            channel=rows.channels[said.channel],
            place=said.where,
            happened=said.happened,
            division=rows.divisions.get(said.place),
            station=self._station(said.station),
            deputy=rows.deputies.get(said.deputy),
            topic=rows.topics.get(said.topic),
            confidential=said.confidential,
            person=Person(*said.person),
            opened_at=said.received_at,
        )
        self.case, _code = services.submit(sent, actor=None if actor.is_citizen else actor)

    def _register(self, act: Act, actor: Actor) -> None:
        topic, station = self.rows.topics.get(self.life.topic), self._station(self.life.station)
        services.register(self.case, actor=actor, topic=topic, station=station, title=self.life.title)

    def _give_to_deputy(self, act: Act, actor: Actor) -> None:
        deputy = self.rows.deputies[self.life.deputy]
        services.give_to_deputy(self.case, actor=actor, deputy=deputy, note=act.note)

    def _set_owner(self, act: Act, actor: Actor) -> None:
        services.set_owner(self.case, actor=actor, owner=self.rows.users[self.key, self.life.owner])

    def _answer(self, act: Act, actor: Actor) -> None:
        services.answer(self.case, actor=actor, body=self._body(None))

    def _return_answer(self, act: Act, actor: Actor) -> None:
        services.return_answer(self.case, actor=actor, note=act.note)

    def _assign(self, act: Act, actor: Actor) -> None:
        given = [share for share in self.life.shares if share.assigned_at == act.at]
        parts = [casework.Part(self.rows.organs[self.key, one.organ], one.role, one.part) for one in given]
        casework.assign(self.case, parts, actor=actor, note=act.note)
        self.shares = list(self.case.assignments.order_by("pk").values_list("pk", flat=True))

    def _ask_extension(self, act: Act, actor: Actor) -> None:
        asked = next(one for one in self.life.extensions if one.asked_at == act.at)
        casework.ask_extension(self._share(asked.share), actor=actor, reason=act.note)

    def _grant_extension(self, act: Act, actor: Actor) -> None:
        self._decide_extension(act, actor, granted=True)

    def _refuse_extension(self, act: Act, actor: Actor) -> None:
        self._decide_extension(act, actor, granted=False)

    def _decide_extension(self, act: Act, actor: Actor, *, granted: bool) -> None:
        asked = next(one for one in self.life.extensions if one.decided_at == act.at)
        share = self._share(asked.share)
        casework.decide_extension(share.extensions.get(), actor=actor, granted=granted, note=act.note)

    def _return_reply(self, act: Act, actor: Actor) -> None:
        casework.return_replies(self.case, actor=actor, note=act.note)

    def _approve_reply(self, act: Act, actor: Actor) -> None:
        casework.approve_replies(self.case, actor=actor)

    def _feed_back(self, act: Act, actor: Actor) -> None:
        services.feed_back(self.case, actor=actor, body=act.note, publish=self.life.is_public)

    def _rate(self, act: Act, actor: Actor) -> None:
        grade = next(one for one in self.life.grades if one.at == act.at)
        services.rate(self.case, attitude=grade.attitude, result=grade.result, reason=grade.reason)

    def _ask_rework(self, act: Act, actor: Actor) -> None:
        services.ask_rework(self.case, words=act.note)

    def _body(self, place: int | None) -> str:
        """The text of the answer that is given now; one that was sent back is written over in place."""
        answers = [one for one in self.life.answers if one.share == place]
        self.given[place] += 1
        return answers[min(self.given[place], len(answers)) - 1].body

    # --- Steps of an assignment ---------------------------------------------------------------------------
    def _share_sign(self, act: Act, actor: Actor, share: Assignment) -> None:
        casework.sign(share, actor=actor)

    def _share_object(self, act: Act, actor: Actor, share: Assignment) -> None:
        made = next(one for one in self.life.objections if one.made_at == act.at)
        organ = self.rows.organs.get((self.key, made.proposed))
        casework.object_to(share, actor=actor, reason=act.note, proposed_organ=organ)

    def _share_uphold_objection(self, act: Act, actor: Actor, share: Assignment) -> None:
        casework.decide_objection(self._objection(share), actor=actor, upheld=True, note=act.note)

    def _share_refuse_objection(self, act: Act, actor: Actor, share: Assignment) -> None:
        casework.decide_objection(self._objection(share), actor=actor, upheld=False, note=act.note)

    def _objection(self, share: Assignment) -> Any:
        objection = share.objections.get(upheld=None)
        objection.assignment = share
        return objection

    def _share_record_contact(self, act: Act, actor: Actor, share: Assignment) -> None:
        made = next(one for one in self.life.contacts if one.recorded_at == act.at)
        casework.record_contact(
            share, actor=actor, manner=made.manner, happened_on=made.happened_on, summary=made.summary
        )

    def _share_submit_reply(self, act: Act, actor: Actor, share: Assignment) -> None:
        answers = [one for one in self.life.answers if one.share == act.share]
        place = sum(1 for one in share.replies.all() if one.state in ("returned", "approved", "released"))
        answer = answers[min(place, len(answers) - 1)]
        casework.submit_reply(
            share,
            actor=actor,
            body=answer.body,
            category=answer.category,
            promise=answer.promise,
            promised_for=answer.promised_for,
        )

    def _share_send_back(self, act: Act, actor: Actor, share: Assignment) -> None:
        casework.send_back(share, actor=actor, note=act.note)

    def _share_release_reply(self, act: Act, actor: Actor, share: Assignment) -> None:
        casework.release_reply(share, actor=actor)
