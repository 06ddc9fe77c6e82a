"""Four motions of the demonstration's congress, each at another place, brought there by the services themselves."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from accounts.actors import Actor
from casework.models import Case, Effect
from deputies.models import Deputy
from liaison.demo.matters import FOLDER
from suggestions import services as drafts
from suggestions.models import Decision, Form
from suggestions.searching import index_cases
from suggestions.services import motions as services

if TYPE_CHECKING:
    from accounts.models import User
    from liaison.demo.load.suggestion_walk import Desk

_COMMITTEE = "社会建设委员会"
_NOTE = "经主席团会议研究决定。"
_WORDS = ("title", "facts", "proposal")


def write(desk: Desk) -> int:
    """Hand in and carry on the four motions; none where too few deputies are in office. Returns how many."""
    signers = _signers(desk)
    congress = desk.rows.congresses[desk.code]
    if len(signers) < services.needed(congress).n:
        return 0
    told = tomllib.loads((FOLDER / "words" / "motions.toml").read_text(encoding="utf-8"))["motion"]
    for turn, words in enumerate(told):
        order = signers if turn % 2 == 0 else [signers[1], signers[0], *signers[2:]]
        _carry_on(desk, _handed_in(order, words), words)
    Effect.objects.filter(event__case__kind="motion").delete()
    index_cases(Case.objects.motions().values_list("pk", flat=True))
    return len(told)


def _signers(desk: Desk) -> list[tuple[Deputy, User]]:
    """As many deputies in office as a motion needs, those whom a visitor signs in as first."""
    congress = desk.rows.congresses[desk.code]
    serving = set(Deputy.objects.in_office().filter(congress=congress).values_list("pk", flat=True))
    first = [one.number for one in desk.office.demo_deputies[:2]]
    numbers = dict.fromkeys([*first, *(one.number for one in desk.office.deputies)])
    known = [(desk.rows.deputies[number], desk.user(f"deputy:{number}")) for number in numbers]
    return [pair for pair in known if pair[0].pk in serving][: services.needed(congress).n]


def _handed_in(signers: list[tuple[Deputy, User]], words: dict[str, Any]) -> Case:
    lead, author = signers[0]
    actor = Actor.of(author)
    given = {name: words[name] for name in _WORDS}
    draft = drafts.begin(lead, actor=actor, form=Form.MOTION, one_matter=True, **given)
    drafts.invite(draft, [deputy for deputy, _user in signers[1:]], actor=actor)
    for _deputy, user in signers[1:]:
        drafts.sign(draft, actor=Actor.of(user), expected_version=draft.version)
    return services.hand_in_motion(draft, actor=actor)


def _carry_on(desk: Desk, case: Case, words: dict[str, Any]) -> None:
    """From handing in to where this one stands."""
    officer = Actor.of(desk.officer(0))
    if words["state"] == "received":
        return
    if words["state"] == "to_committee":
        services.pass_on(case, actor=officer, committee=_COMMITTEE)
        return
    services.pass_check(case, actor=officer)
    services.leave_off(case, actor=officer, committee=_COMMITTEE, note=_NOTE)
    if words["state"] == "in_committee":
        return
    services.decide(case, "report_motion", actor=officer, note=words["deliberation"])
    organ, _handler, head = desk.organ("culture")
    services.give_to_organ(case, actor=officer, organ=organ, note="交有关机关办理。")
    services.report_handling(case, actor=Actor.of(head), note=words["report"])
    services.decide(case, "agree_to_report", actor=officer, note=words["decision"])
    copy = drafts.first_copy(case)
    drafts.propose(case, actor=officer, decision=Decision.WHOLE, copy=copy)
    drafts.confirm(case, actor=Actor.of(desk.officer(1)))
