"""What the office decides of issues: recorded with before and after, taken back where that makes sense.

An issue that a person has decided of is settled: the machine adds opinions to it and counts it, nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.errors import Incomplete, NotAllowed, StepRefused
from feedback.hot.access import may_decide
from feedback.hot.counting import recount, weights_of
from feedback.models import HotIssue, IssueDecision, IssueMember, IssueState
from feedback.models.issue import Decided
from feedback.text import clean_line, mask_personal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.actors import Actor
    from casework.models import Case
    from deputies.models import Deputy

LONGEST_NAME = 100
LONGEST_WORDS = 200


@transaction.atomic
def rename(issue: HotIssue, name: str, *, actor: Actor) -> IssueDecision:
    """Another name; personal data in it is starred out."""
    issue = _taken(issue, actor)
    words = _name(name)
    before, issue.name = issue.name, words
    return _decided(issue, Decided.RENAME, actor, before={"name": before}, after={"name": words})


@transaction.atomic
def merge(issue: HotIssue, into: HotIssue, *, actor: Actor) -> IssueDecision:
    """Put all opinions of ``issue`` into the other one. Its address leads there from now on."""
    first, second = sorted((issue, into), key=lambda one: one.pk)
    if first.pk == second.pk or first.congress_id != second.congress_id:
        raise StepRefused(_("Choose another issue of the same congress."))
    rows = {one.pk: _taken(one, actor) for one in (first, second)}
    issue, into = rows[issue.pk], rows[into.pk]
    cases = _moved(issue, into, _cases(issue))
    issue.state, issue.merged_into = IssueState.MERGED, into
    issue.save(update_fields=["state", "merged_into"])
    return _decided(
        into,
        Decided.MERGE,
        actor,
        note=_("“%(name)s” was merged into it") % {"name": issue.name},
        before={"issue": issue.pk},
        after={"cases": cases},
    )


@transaction.atomic
def split(issue: HotIssue, cases: Iterable[Case], name: str, *, actor: Actor) -> HotIssue:
    """Make a new issue of some opinions of ``issue``; both are settled."""
    issue = _taken(issue, actor)
    chosen = [one.pk for one in cases]
    inside = set(_cases(issue))
    if not chosen or not set(chosen) <= inside:
        raise Incomplete("cases", _("Choose opinions of this issue."))
    if len(chosen) == len(inside):
        raise Incomplete(
            "cases", _("Leave at least one opinion in the issue; to change its name, rename it.")
        )
    new = HotIssue.objects.create(congress=issue.congress, name=_name(name), settled=True)
    _moved(issue, new, chosen)
    recount(new, weights_of(new.congress))
    note = _("“%(name)s” was split off") % {"name": new.name}
    _decided(issue, Decided.SPLIT, actor, note=note, before={"issue": new.pk}, after={"cases": chosen})
    return new


@transaction.atomic
def take_out(issue: HotIssue, case: Case, *, actor: Actor) -> IssueDecision:
    """The opinion is about something else; it does not come back by itself."""
    issue = _taken(issue, actor)
    if not issue.members.inside().filter(case=case).update(is_out=True):
        raise StepRefused(_("The opinion is not in this issue any more."))
    return _decided(issue, Decided.TAKE_OUT, actor, note=case.number, before={"case": case.pk})


@transaction.atomic
def put_in(issue: HotIssue, case: Case, *, actor: Actor) -> IssueDecision:
    """The opinion is about this; out of another issue it is taken."""
    issue = _taken(issue, actor)
    if case.congress_id != issue.congress_id or case.kind != "opinion" or case.split_from_id:
        raise Incomplete("number", _("Only opinions sent to the same congress can be put in."))
    if issue.members.inside().filter(case=case).exists():
        raise Incomplete("number", _("The opinion is in this issue already."))
    former = IssueMember.objects.inside().filter(case=case).select_related("issue").first()
    if former is not None:
        _moved(_taken(former.issue, actor), issue, [case.pk])
    else:
        _add(issue, [case.pk])
    before = {"case": case.pk, "issue": former.issue_id if former else None}
    if former is not None:
        _count(former.issue)
    return _decided(issue, Decided.PUT_IN, actor, note=case.number, before=before)


@transaction.atomic
def dismiss(issue: HotIssue, why: str, *, actor: Actor) -> IssueDecision:
    """Not an issue to follow: it stands in no list of watched ones, and goes on gathering what is about it."""
    issue = _taken(issue, actor)
    words = _words("why", why, _("Say why it is dismissed."))
    issue.state, issue.dismissed_why = IssueState.DISMISSED, words
    return _decided(issue, Decided.DISMISS, actor, note=words)


@transaction.atomic
def reopen(issue: HotIssue, *, actor: Actor) -> IssueDecision:
    issue = _taken(issue, actor)
    if issue.state != IssueState.DISMISSED:
        raise StepRefused(_("The issue is watched already."))
    before = {"why": issue.dismissed_why}
    issue.state, issue.dismissed_why = IssueState.OPEN, ""
    return _decided(issue, Decided.REOPEN, actor, before=before)


@transaction.atomic
def make_key(issue: HotIssue, note: str, *, actor: Actor) -> IssueDecision:
    """A key matter of the office: somebody follows it, and the note says who and how."""
    issue = _taken(issue, actor)
    words = _words("note", note, _("Say who follows it, and how."))
    if issue.decisions.filter(action=Decided.KEY, undone_at=None).exists():
        raise StepRefused(_("It is a key matter already."))
    return _decided(issue, Decided.KEY, actor, note=words)


@transaction.atomic
def hand_over(issue: HotIssue, deputy: Deputy, note: str, *, actor: Actor) -> IssueDecision:
    """Hand it to a deputy, who may draft a suggestion from it; whether, the deputy decides."""
    issue = _taken(issue, actor)
    if deputy.congress_id != issue.congress_id:
        raise Incomplete("deputy", _("Choose a deputy of this congress."))
    if issue.decisions.filter(action=Decided.SUGGESTION, undone_at=None, deputy=deputy).exists():
        raise Incomplete("deputy", _("It was handed to this deputy already."))
    words = mask_personal(clean_line(note))[0][:LONGEST_WORDS]
    return _decided(issue, Decided.SUGGESTION, actor, note=words, deputy=deputy)


def taken_up(issue: HotIssue, action: Decided, title: str, path: str, *, actor: Actor) -> IssueDecision:
    """A topic of the year, or a deputy's draft, has come of it; said by the room in which it did."""
    HotIssue.objects.filter(pk=issue.pk).update(settled=True)
    words = clean_line(title)[:LONGEST_WORDS]
    return IssueDecision.objects.create(issue=issue, action=action, actor=actor.user, note=words, path=path)


def left_out(issue: HotIssue, path: str, *, actor: Actor) -> None:
    """What had come of it is gone: the topic stands in no edition any more."""
    gone = issue.decisions.filter(path=path, undone_at=None)
    gone.update(undone_at=timezone.now(), undone_by=actor.user)


# --- Taking back ------------------------------------------------------------------------------------------
def can_be_undone(decision: IssueDecision) -> bool:
    """A topic is left out of its plan, a draft is thrown away by its deputy, and a name is given anew."""
    return decision.undone_at is None and decision.action in _BACK


@transaction.atomic
def undo(decision: IssueDecision, *, actor: Actor) -> None:
    """Take one decision back. StepRefused where what it did is not there any more."""
    issue = _taken(decision.issue, actor)
    decision = IssueDecision.objects.select_for_update().get(pk=decision.pk)
    if not can_be_undone(decision):
        raise StepRefused(_("This decision cannot be taken back."))
    _BACK[decision.action](issue, decision)
    decision.undone_at, decision.undone_by = timezone.now(), actor.user
    decision.save(update_fields=["undone_at", "undone_by"])
    issue.save()
    _count(issue)


def _unmerge(issue: HotIssue, decision: IssueDecision) -> None:
    other = (
        HotIssue.objects.select_for_update()
        .filter(pk=decision.before["issue"], state=IssueState.MERGED, merged_into=issue)
        .first()
    )
    if other is None:
        raise StepRefused(_("What was merged is not there any more."))
    other.state, other.merged_into, other.settled = IssueState.OPEN, None, True
    other.save()
    _moved(issue, other, decision.after["cases"])
    _count(other)


def _unsplit(issue: HotIssue, decision: IssueDecision) -> None:
    other = HotIssue.objects.select_for_update().filter(pk=decision.before["issue"]).first()
    if other is None or other.state == IssueState.MERGED:
        raise StepRefused(_("What was split off is not there any more."))
    _moved(other, issue, _cases(other))
    other.state, other.merged_into, other.dismissed_why = IssueState.MERGED, issue, ""
    other.save()


def _rename_back(issue: HotIssue, decision: IssueDecision) -> None:
    if issue.name != decision.after["name"]:
        raise StepRefused(_("It has another name by now."))
    issue.name = decision.before["name"]


def _take_back_in(issue: HotIssue, decision: IssueDecision) -> None:
    if IssueMember.objects.inside().filter(case=decision.before["case"]).exists():
        raise StepRefused(_("The opinion is in another issue by now."))
    if not issue.members.filter(case=decision.before["case"], is_out=True).update(is_out=False):
        raise StepRefused(_("The opinion is not there any more."))


def _take_out_again(issue: HotIssue, decision: IssueDecision) -> None:
    case, former = decision.before["case"], decision.before["issue"]
    if not issue.members.inside().filter(case=case).delete()[0]:
        raise StepRefused(_("The opinion is not in this issue any more."))
    other = HotIssue.objects.select_for_update().standing().filter(pk=former).first()
    if other is not None:
        _add(other, [case])
        _count(other)


def _watch(issue: HotIssue, decision: IssueDecision) -> None:
    if issue.state != IssueState.DISMISSED:
        raise StepRefused(_("The issue is watched already."))
    issue.state, issue.dismissed_why = IssueState.OPEN, ""


def _nothing(issue: HotIssue, decision: IssueDecision) -> None:
    """The mark on the decision is all."""


_BACK: dict[str, Any] = {
    Decided.MERGE: _unmerge,
    Decided.SPLIT: _unsplit,
    Decided.RENAME: _rename_back,
    Decided.TAKE_OUT: _take_back_in,
    Decided.PUT_IN: _take_out_again,
    Decided.DISMISS: _watch,
    Decided.KEY: _nothing,
    Decided.SUGGESTION: _nothing,
}


# --- Parts ------------------------------------------------------------------------------------------------
def _taken(issue: HotIssue, actor: Actor) -> HotIssue:
    """The row, locked; 403 for whoever does not decide, a refusal where it was merged meanwhile."""
    if actor.user is None or not may_decide(actor.user, issue):
        raise NotAllowed(_("Only the liaison office decides on issues."))
    row = HotIssue.objects.select_for_update().filter(pk=issue.pk).first()
    if row is None or row.state == IssueState.MERGED:
        raise StepRefused(_("The issue was merged into another one meanwhile."))
    return row


def _decided(issue: HotIssue, action: Decided, actor: Actor, **more: Any) -> IssueDecision:
    issue.settled = True
    issue.save()
    _count(issue)
    return IssueDecision.objects.create(issue=issue, action=action, actor=actor.user, **more)


def _count(issue: HotIssue) -> None:
    recount(issue, weights_of(issue.congress))


def _cases(issue: HotIssue) -> list[int]:
    return list(issue.members.inside().order_by("case").values_list("case", flat=True))


def _moved(issue: HotIssue, into: HotIssue, cases: list[int]) -> list[int]:
    """Move what is still there; what was once taken out of the other issue is in it again."""
    inside = set(issue.members.inside().filter(case__in=cases).values_list("case", flat=True))
    issue.members.inside().filter(case__in=inside).delete()
    _add(into, sorted(inside))
    issue.settled = True
    issue.save(update_fields=["settled"])
    _count(issue)
    return sorted(inside)


def _add(issue: HotIssue, cases: list[int]) -> None:
    issue.members.filter(is_out=True, case__in=cases).delete()
    IssueMember.objects.bulk_create(IssueMember(issue=issue, case_id=case) for case in cases)


def _name(name: str) -> str:
    return _words("name", name, _("Give it a name."))[:LONGEST_NAME]


def _words(field: str, words: str, missing: str) -> str:
    line = mask_personal(clean_line(words))[0][:LONGEST_WORDS]
    if not line:
        raise Incomplete(field, missing)
    return line
