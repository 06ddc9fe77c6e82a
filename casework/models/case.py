"""The spine: one row per case, holding all that a list shows."""

from __future__ import annotations

from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casework.models.catalogue import Channel, Topic
from casework.workflows import WORKFLOWS
from deputies.models import Deputy, Division, LiaisonStation, Organ, PeoplesCongress, Session


class Kind(models.TextChoices):
    OPINION = "opinion", _("citizen's opinion")
    COMPLAINT = "complaint", _("complaint about a deputy")
    SUGGESTION = "suggestion", _("deputy's suggestion")
    MOTION = "motion", _("motion")


#: What deputies bring themselves: signed by them, never made of a citizen's words.
OF_DEPUTIES = (Kind.SUGGESTION, Kind.MOTION)


#: A status that several kinds have stands here once, in the words of the first.
STATUSES: list[tuple[str, Any]] = []
for _one in (status for workflow in WORKFLOWS.values() for status in workflow.statuses):
    if _one.name not in dict(STATUSES):
        STATUSES.append((_one.name, _(_one.label)))
_OPEN = sorted({name for workflow in WORKFLOWS.values() for name in workflow.open_names})
_UNOWNED = sorted({name for workflow in WORKFLOWS.values() for name in workflow.unowned_names})
_ALL = sorted({name for workflow in WORKFLOWS.values() for name in workflow.names})


ANSWERED_STATUSES = ("fed_back", "rated", "closed", "closed_unsatisfied")


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> CaseQuerySet:
        """Cases that still owe somebody something."""
        return self.filter(closed_at__isnull=True)

    def late(self, on: date | None = None) -> CaseQuerySet:
        """Open cases whose running date has passed; computed, never a status."""
        return self.open().filter(due_on__lt=on or timezone.localdate())

    def due(self, on: date | None = None) -> CaseQuerySet:
        """Open cases whose running date is the day ``on``."""
        return self.open().filter(due_on=on or timezone.localdate())

    def provisional(self) -> CaseQuerySet:
        """Cases with a date that may still move, because the days off of its year are not announced."""
        return self.filter(models.Q(due_provisional=True) | models.Q(answer_provisional=True))

    def following(self, leading: Case) -> CaseQuerySet:
        """Those handled together with ``leading`` now, the first received first."""
        return self.filter(leading=leading.pk, status="joined").order_by("opened_at", "pk")

    def opinions(self) -> CaseQuerySet:
        return self.filter(kind=Kind.OPINION)

    def complaints(self) -> CaseQuerySet:
        """Complaints about deputies; start at ``visible_to``: they are the standing committee's alone."""
        return self.filter(kind=Kind.COMPLAINT)

    def suggestions(self) -> CaseQuerySet:
        """What deputies have handed in as suggestions, criticisms and opinions."""
        return self.filter(kind=Kind.SUGGESTION)

    def motions(self) -> CaseQuerySet:
        return self.filter(kind=Kind.MOTION)

    def of_deputies(self) -> CaseQuerySet:
        """Suggestions and motions."""
        return self.filter(kind__in=OF_DEPUTIES)

    def received(self) -> CaseQuerySet:
        """Each opinion once, as it was sent: without the parts that the office split off."""
        return self.filter(split_from=None)

    def published(self) -> CaseQuerySet:
        """What anyone may read: answered, released for the public by the office, never a confidential case.

        A case that is being handled again is not shown as answered meanwhile, nor is one whose answer can still
        be undone.
        """
        told = timezone.now() - timedelta(seconds=settings.UNDO_SECONDS)
        return self.filter(
            is_public=True, confidential=False, answered_at__lte=told, status__in=ANSWERED_STATUSES
        )

    def for_lists(self) -> CaseQuerySet:
        """With what a row of a list names, so that a page costs the same for 25 rows as for one."""
        return self.select_related("topic", "division", "station", "deputy", "organ", "owner", "channel")


class Case(models.Model):
    """One matter that somebody owes an answer. Its status changes in ``services.advance`` alone."""

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    number = models.CharField(_("tracking number"), max_length=20, unique=True)
    congress = models.ForeignKey(PeoplesCongress, on_delete=models.PROTECT, related_name="cases")
    title = models.CharField(_("title"), max_length=120)
    session = models.ForeignKey(
        Session,
        verbose_name=_("session"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cases",
        help_text=_("Of what deputies hand in: the session that meets, or the last one before."),
    )
    serial = models.PositiveIntegerField(
        _("serial number"),
        null=True,
        blank=True,
        help_text=_("Given with acceptance, from 1 in each session."),
    )
    status = models.CharField(_("status"), max_length=20, choices=STATUSES)
    status_since = models.DateTimeField(_("status since"))
    version = models.PositiveIntegerField(default=1)
    channel = models.ForeignKey(
        Channel, verbose_name=_("channel"), on_delete=models.PROTECT, related_name="cases"
    )
    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), null=True, blank=True, on_delete=models.PROTECT, related_name="cases"
    )
    division = models.ForeignKey(
        Division,
        verbose_name=_("place"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cases",
    )
    station = models.ForeignKey(
        LiaisonStation,
        verbose_name=_("station"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cases",
    )
    deputy = models.ForeignKey(
        Deputy,
        verbose_name=_("deputy"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cases",
    )
    organ = models.ForeignKey(
        Organ,
        verbose_name=_("organ in charge"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cases",
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("responsible person"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="owned_cases",
    )
    confidential = models.BooleanField(_("identity is confidential"), default=False)
    is_public = models.BooleanField(_("public"), default=False)
    profile = models.CharField(_("rules"), max_length=200, help_text=_("The rule versions it began under."))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    due_clock = models.CharField(_("clock"), max_length=20, blank=True)
    due_from = models.DateField(_("counted from"), null=True, blank=True)
    due_provisional = models.BooleanField(_("provisional date"), default=False)
    answer_due_on = models.DateField(_("answer due on"), null=True, blank=True)
    answer_clock = models.CharField(_("clock of the answer"), max_length=20, blank=True)
    answer_from = models.DateField(_("answer counted from"), null=True, blank=True)
    answer_provisional = models.BooleanField(_("provisional date of the answer"), default=False)
    stood_clock = models.CharField(
        _("clock that stood still"), max_length=20, blank=True, default="", db_default=""
    )
    stood_counted_from = models.DateField(_("the same, counted from"), null=True, blank=True)
    stood_due_on = models.DateField(_("date that stood still"), null=True, blank=True)
    stood_from = models.DateField(_("stands still since"), null=True, blank=True)
    stood_to = models.DateField(_("stood still until"), null=True, blank=True)
    stood_why = models.TextField(_("why it stood still"), blank=True, default="", db_default="")
    opened_at = models.DateTimeField(_("received at"))
    registered_at = models.DateTimeField(_("registered at"), null=True, blank=True)
    with_deputy_at = models.DateTimeField(_("given to the deputy at"), null=True, blank=True)
    assigned_at = models.DateTimeField(_("assigned at"), null=True, blank=True)
    answered_at = models.DateTimeField(_("fed back at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    was_late = models.BooleanField(_("a step was late"), default=False)
    urged = models.PositiveSmallIntegerField(_("times urged"), default=0)
    supervised_by = models.CharField(_("supervised by"), max_length=100, blank=True)
    rework_count = models.PositiveSmallIntegerField(_("times handled again"), default=0)
    leading = models.ForeignKey(
        "self",
        verbose_name=_("leading case"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="gathered",
        help_text=_("The case it is handled together with; stays after the answer."),
    )
    joined_count = models.PositiveSmallIntegerField(_("cases that follow it"), default=0)
    split_from = models.ForeignKey(
        "self",
        verbose_name=_("split from"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
    )
    parts_count = models.PositiveSmallIntegerField(_("parts split off"), default=0)
    attitude = models.PositiveSmallIntegerField(_("rating of the attitude"), null=True, blank=True)
    result = models.PositiveSmallIntegerField(_("rating of the result"), null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.CheckConstraint(
                name="case_status_is_in_the_workflow", condition=models.Q(status__in=_ALL)
            ),
            models.CheckConstraint(
                name="case_is_closed_exactly_when_its_status_is",
                condition=models.Q(status__in=_OPEN, closed_at__isnull=True)
                | (~models.Q(status__in=_OPEN) & models.Q(closed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="open_case_has_a_next_date",
                condition=~models.Q(status__in=_OPEN) | models.Q(due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="case_that_stands_still_says_since_when",
                condition=~models.Q(due_clock="suspended")
                | models.Q(status="joined")
                | models.Q(stood_from__isnull=False, stood_due_on__isnull=False, stood_to__isnull=True),
            ),
            models.CheckConstraint(
                name="case_after_registration_has_an_owner",
                condition=models.Q(status__in=_UNOWNED) | models.Q(owner__isnull=False),
            ),
            models.CheckConstraint(
                name="confidential_case_is_never_public",
                condition=models.Q(confidential=False) | models.Q(is_public=False),
            ),
            models.CheckConstraint(
                name="case_with_the_deputy_names_the_deputy",
                condition=~models.Q(status__in=["with_deputy", "deputy_answered", "to_convert"])
                | models.Q(deputy__isnull=False),
            ),
            models.CheckConstraint(
                name="complaint_names_no_deputy_and_stays_confidential",
                condition=~models.Q(kind="complaint")
                | models.Q(
                    confidential=True, is_public=False, deputy=None, station=None, with_deputy_at=None
                ),
            ),
            models.CheckConstraint(
                name="case_is_of_the_kind_of_its_status",
                condition=reduce(
                    or_, (models.Q(kind=one.kind, status__in=one.names) for one in WORKFLOWS.values())
                ),
            ),
            models.CheckConstraint(
                name="suggestion_has_a_deputy_who_leads_it",
                condition=~models.Q(kind="suggestion") | models.Q(deputy__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["session", "kind", "serial"], name="serial_number_is_given_once_in_a_session"
            ),
            models.CheckConstraint(
                name="case_is_handled_again_at_most_once", condition=models.Q(rework_count__lte=1)
            ),
            models.CheckConstraint(
                name="joined_case_has_another_one_that_leads",
                condition=~models.Q(status="joined")
                | models.Q(leading__isnull=False) & ~models.Q(leading=models.F("id")),
            ),
            models.CheckConstraint(
                name="part_has_no_parts", condition=models.Q(split_from=None) | models.Q(parts_count=0)
            ),
        ]
        indexes = [
            models.Index(
                fields=["congress", "due_on", "id"],
                name="case_open_by_due",
                condition=models.Q(closed_at__isnull=True),
            ),
            models.Index(
                fields=["congress", "status", "due_on", "id"],
                name="case_open_by_status",
                condition=models.Q(closed_at__isnull=True),
            ),
            models.Index(
                fields=["deputy", "due_on", "id"],
                name="case_deputy_inbox",
                condition=models.Q(with_deputy_at__isnull=False),
            ),
            models.Index(
                fields=["station", "due_on", "id"],
                name="case_station_open",
                condition=models.Q(closed_at__isnull=True),
            ),
            models.Index(fields=["congress", "-opened_at", "-id"], name="case_by_time"),
            models.Index(
                fields=["congress", "-opened_at", "-id"],
                name="case_closed_by_time",
                condition=models.Q(closed_at__isnull=False),
            ),
            models.Index(
                fields=["id"],
                name="case_provisional",
                condition=models.Q(closed_at__isnull=True)
                & (models.Q(due_provisional=True) | models.Q(answer_provisional=True)),
            ),
            models.Index(
                fields=["-answered_at", "-id"], name="case_public", condition=models.Q(is_public=True)
            ),
            models.Index(
                fields=["-opened_at", "-id"],
                name="case_public_of_deputies",
                condition=models.Q(is_public=True, kind__in=("suggestion", "motion")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def case(self) -> Case:
        return self

    @cached_property
    def is_asked_for_more_time(self) -> bool:
        """Whether a request for more time waits; asked once for each row read, by both of its answers."""
        return self.assignments.filter(extensions__isnull=False, extensions__granted=None).exists()

    @cached_property
    def has_files(self) -> bool:
        return self.attachments.filter(reply=None).exists()

    @cached_property
    def has_replies(self) -> bool:
        """Whether a reply has left its organ, or the deputy has given one."""
        return self.replies.sent().exists()  # type: ignore[attr-defined]

    @property
    def root_id(self) -> int:
        """The opinion as it was sent: its receipt and its identity are those of every part."""
        return self.split_from_id or self.pk

    @property
    def stands_still(self) -> bool:
        """Whether the time for the answer does not count at present; of a joined case, that of the leading one."""
        return self.due_clock == "suspended"

    @property
    def due_url(self) -> str:
        """Where the date is explained."""
        return reverse("case_why", args=[self.number])

    @property
    def is_of_the_session(self) -> bool:
        """Whether it was handed in while the congress met."""
        day = timezone.localdate(self.opened_at)
        return self.session is not None and self.session.starts_on <= day <= self.session.ends_on

    @property
    def is_complaint(self) -> bool:
        return self.kind == Kind.COMPLAINT

    @property
    def is_open(self) -> bool:
        return self.closed_at is None
