"""The yearly contact plan: drafted by the office, approved by a second person, published, revised in the open."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from casework.errors import Incomplete, NotAllowed, StepRefused
from contacts.models import ContactPlan, LineOpinion, PlanLine, PlanTopic, TopicSource
from contacts.models.plan import EARLIEST, LATEST
from contacts.services.advance import advance, begin
from feedback import services as feedback
from feedback.hot import deciding
from feedback.models.issue import Decided
from feedback.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import User
    from casework.models import Case, Channel, Topic
    from contacts.models import ContactEvent, Inquiry, Occasion
    from deputies.models import Division, LiaisonBody, Organ, PeoplesCongress
    from feedback.models import HotIssue
    from feedback.services import Submission

_WRITES = ("draft", "revise", "change", "submit")


@dataclass(frozen=True)
class Counted:
    """So many opinions on a topic, from a place, in the days from ``since`` to ``until``, both counted."""

    number: int
    topic: Topic
    since: date
    until: date
    place: Division | None = None
    issue: HotIssue | None = None

    def columns(self) -> dict[str, Any]:
        return {
            "counted": self.number,
            "counted_topic": self.topic,
            "counted_place": self.place,
            "counted_since": self.since,
            "counted_until": self.until,
            "counted_issue": self.issue,
        }


@dataclass(frozen=True)
class TopicDraft:
    """One topic as the office words it."""

    source: str
    title: str
    why: str
    responsible: User
    starts_on: date
    ends_on: date
    target: str
    document: str = ""
    organ: Organ | None = None
    counted: Counted | None = None
    topic: Topic | None = None
    body: LiaisonBody | None = None
    channels: Sequence[Channel] = field(default_factory=tuple)
    target_count: int | None = None

    def columns(self) -> dict[str, Any]:
        same = ("source", "organ", "topic", "body", "responsible", "starts_on", "ends_on", "target_count")
        words = {name: clean(getattr(self, name)) for name in ("title", "why", "document", "target")}
        counted = self.counted.columns() if self.counted else dict.fromkeys(_COUNTED)
        return {name: getattr(self, name) for name in same} | words | counted


_COUNTED = ("counted", "counted_topic", "counted_place", "counted_since", "counted_until", "counted_issue")
_COPIED = (
    "position", "source", "title", "why", "document", "organ", "topic", "body", "responsible", "starts_on", "ends_on",
    "target", "target_count", "line", *_COUNTED,
)  # fmt: skip


# --- Writing ----------------------------------------------------------------------------------------------
@transaction.atomic
def draft(congress: PeoplesCongress, year: int, *, actor: Actor, intro: str = "") -> ContactPlan:
    """The first edition of a year. StepRefused where the year has a plan; it is revised then."""
    if not EARLIEST <= year <= LATEST:
        raise Incomplete("year", _("Write the year in four digits, such as 2027."))
    plans = ContactPlan.objects.filter(congress=congress, year=year).exclude(status="discarded")
    if plans.exists():
        raise StepRefused(
            _("There is a plan for %(year)d already. Change its draft, or revise what is in force.")
            % {"year": year}
        )
    return _new(congress, year, "draft", actor, intro=clean(intro))


def _new(congress: PeoplesCongress, year: int, action: str, actor: Actor, **more: Any) -> ContactPlan:
    if actor.user is None:
        raise NotAllowed(_("Only the liaison office drafts plans."))
    last = ContactPlan.objects.filter(congress=congress, year=year).order_by("-edition").first()
    edition = last.edition + 1 if last else 1
    if edition > 1:
        more.setdefault("reason", _("The earlier draft was discarded."))
    plan = ContactPlan(
        congress=congress,
        year=year,
        edition=edition,
        drafted_by=actor.user,
        **{"status": "draft"},
        **more,
    )
    begin(plan, action, actor=actor, note=more.get("reason", ""))
    return plan


@transaction.atomic
def revise(plan: ContactPlan, *, actor: Actor, reason: str) -> ContactPlan:
    """A new edition of a plan in force, with its topics; the old one stays in force until this one is approved."""
    words = clean(reason)
    if not words:
        raise Incomplete("reason", _("Say why the plan is revised: the public reads it."))
    if plan.status != "published":
        raise StepRefused(_("Only a plan in force is revised."))
    open_one = ContactPlan.objects.filter(congress=plan.congress, year=plan.year, closed_at=None)
    if open_one.exclude(status="published").exists():
        raise StepRefused(_("A new edition is being written already. Go on with that one."))
    new = _new(plan.congress, plan.year, "revise", actor, reason=words, intro=plan.intro)
    for topic in plan.topics.all():
        copied = PlanTopic.objects.create(plan=new, **{name: getattr(topic, name) for name in _COPIED})
        copied.channels.set(topic.channels.all())
    return new


@transaction.atomic
def put_topic(
    plan: ContactPlan,
    words: TopicDraft,
    *,
    actor: Actor,
    topic: PlanTopic | None = None,
    expected_version: int | None = None,
) -> PlanTopic:
    """Add a topic, or word ``topic`` anew. Incomplete with the field that is not right."""
    _check(plan, words)
    advance(plan, "change", actor=actor, note=clean(words.title), expected_version=expected_version)
    columns = words.columns()
    if topic is None:
        line = PlanLine.objects.create(congress=plan.congress, year=plan.year)
        last = plan.topics.order_by("-position").first()
        topic = PlanTopic(plan=plan, line=line, position=last.position + 1 if last else 1)
    elif topic.counted and words.source == TopicSource.HOT_ISSUE and words.counted is None:
        columns = {name: value for name, value in columns.items() if name not in _COUNTED}  # the count stays
    for name, value in columns.items():
        setattr(topic, name, value)
    is_new = topic.pk is None
    topic.save()
    topic.channels.set(words.channels)
    if is_new and topic.counted_issue:
        deciding.taken_up(topic.counted_issue, Decided.TOPIC, topic.title, _page(topic.line_id), actor=actor)
    return topic


def _page(line: int) -> str:
    return reverse("plan_line", args=[line])


def _check(plan: ContactPlan, words: TopicDraft) -> None:
    if words.ends_on < words.starts_on:
        raise Incomplete("ends_on", _("It ends before it begins."))
    if plan.year not in (words.starts_on.year, words.ends_on.year):
        raise Incomplete(
            "starts_on", _("Its days lie outside the year of the plan, %(year)d.") % {"year": plan.year}
        )
    if words.source == TopicSource.HOT_ISSUE:
        return
    if not clean(words.document):
        raise Incomplete(
            "document", _("Name the document that this topic follows from, with its number and date.")
        )
    if words.source == TopicSource.ORGAN_PRIORITY and words.organ is None:
        raise Incomplete("organ", _("Choose the organ whose priority it is."))


@transaction.atomic
def drop_topic(topic: PlanTopic, *, actor: Actor) -> ContactEvent:
    """Leave a topic out of an edition that is being drafted; what people wrote to it stays with its line."""
    event = advance(topic.plan, "change", actor=actor, note=_("left out: %(title)s") % {"title": topic.title})
    line, issue = topic.line, topic.counted_issue
    topic.delete()
    if issue and not line.topics.exists():
        deciding.left_out(issue, _page(line.pk), actor=actor)
    if not line.topics.exists() and not line.opinions.exists():
        line.delete()
    return event


# --- Approval ---------------------------------------------------------------------------------------------
def submit(plan: ContactPlan, *, actor: Actor, expected_version: int | None = None) -> ContactEvent:
    """Hand the draft to a second person. Incomplete where it has no topic."""
    given = {"topics"} if plan.topics.exists() else set()
    return advance(plan, "submit", actor=actor, given=given, expected_version=expected_version)


def writers_of(plan: ContactPlan) -> set[int]:
    """The keys of all who have written this edition."""
    wrote = plan.events.filter(action__in=_WRITES, actor__isnull=False)
    return {plan.drafted_by_id, *wrote.values_list("actor", flat=True)}


def why_not_approved(plan: ContactPlan, actor: Actor) -> str:
    """Why this reader does not approve it; empty where they may."""
    if actor.user_id in writers_of(plan):
        return _("Whoever wrote a plan does not approve it: a second person does.")
    return ""


@transaction.atomic
def publish(
    plan: ContactPlan,
    *,
    actor: Actor,
    adopted_by: str,
    adopted_on: date,
    expected_version: int | None = None,
) -> ContactEvent:
    """Approve what was submitted; from now on it is in force, and the edition before it is replaced.

    ``adopted_by`` is the meeting that passed it on ``adopted_on`` (Law on Deputies, article 43).
    """
    why_not = why_not_approved(plan, actor)
    if why_not:
        raise StepRefused(why_not)
    if adopted_on > timezone.localdate():
        raise Incomplete(
            "adopted_on", _("This day is still to come. A plan is published after it was passed.")
        )
    before = ContactPlan.objects.filter(congress=plan.congress, year=plan.year, status="published").first()
    if before is not None:
        advance(before, "replace", actor=Actor.system)
    return advance(
        plan,
        "publish",
        actor=actor,
        expected_version=expected_version,
        adopted_by=clean(adopted_by),
        adopted_on=adopted_on,
        approved_by=actor.user,
        published_at=timezone.now(),
    )


def give_back(
    plan: ContactPlan, *, actor: Actor, note: str, expected_version: int | None = None
) -> ContactEvent:
    return advance(plan, "return", actor=actor, note=clean(note), expected_version=expected_version)


def discard(
    plan: ContactPlan, *, actor: Actor, note: str, expected_version: int | None = None
) -> ContactEvent:
    return advance(plan, "discard", actor=actor, note=clean(note), expected_version=expected_version)


def review(
    plan: ContactPlan, *, actor: Actor, review: str, expected_version: int | None = None
) -> ContactEvent:
    """Say after the year what was learned of it; published. StepRefused before its last month."""
    if timezone.localdate() < date(plan.year, 12, 1):
        raise StepRefused(_("A year is reviewed from its December on."))
    if ContactPlan.objects.filter(
        congress=plan.congress, year=plan.year, status__in=["draft", "submitted"]
    ).exists():
        raise StepRefused(_("A new edition is being written already. Go on with that one."))
    words = clean(review)
    return advance(plan, "review", actor=actor, note=words, review=words, expected_version=expected_version)


# --- What belongs to a topic ------------------------------------------------------------------------------
@transaction.atomic
def attach(
    line: PlanLine, *, actor: Actor, occasions: Sequence[Occasion], inquiries: Sequence[Inquiry]
) -> None:
    """Say which days and forms belong to a topic, at any time of the year: the plan's own words stay as they are."""
    own: Sequence[Any] = (*occasions, *inquiries)
    strangers = [one for one in own if one.congress_id != line.congress_id]
    if strangers:
        raise StepRefused(_("%(what)s belongs to another congress.") % {"what": strangers[0]})
    if actor.user is None:
        raise NotAllowed(_("Only the liaison office does this."))
    line.occasions.set(occasions)
    line.inquiries.set(inquiries)


@transaction.atomic
def write_to(line: PlanLine, sent: Submission) -> tuple[Case, str]:
    """An opinion that somebody writes to a topic of the year, and its query code. The same sent twice is one."""
    case, code = feedback.submit_page(sent)
    LineOpinion.objects.get_or_create(case=case, defaults={"line": line})
    return case, code
