"""The filters of the office's queue."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from casework.keys import among
from casework.models import AssignmentObjection, Case, Channel, ExtensionRequest, Topic
from casework.searching import matching
from casework.typed import whole as whole_number
from deputies.models import Deputy, Division, LiaisonStation, Organ, PeoplesCongress, Post

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import Model, QuerySet

    from casework.models.case import CaseQuerySet

CLOSED = "closed"
GROUPS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "screen": (_("to be screened"), ("submitted",)),
    "citizen": (_("waiting for the citizen"), ("needs_info",)),
    "pass_on": (_("to be passed on or assigned"), ("registered", "to_refer", "objected", "rework")),
    "deputy": (_("with the deputy"), ("with_deputy", "to_convert")),
    "organ": (_("with an organ"), ("assigned", "handling")),
    "asks": (_("an organ asks for a decision"), ("assigned", "handling", "objected")),
    "review": (_("to be reviewed"), ("replied", "deputy_answered")),
    "meeting": (_("meeting to be held"), ("to_meet",)),
    "feed_back": (_("to be fed back"), ("reply_reviewed",)),
    "fed_back": (_("fed back"), ("fed_back", "rated")),
    "joined": (_("handled together with another"), ("joined",)),
}
_DUE = {"late": _("late"), "today": _("due today"), "week": _("due within seven days")}
_OWNERS = {"me": _("me"), "nobody": _("nobody yet")}


def in_group(cases: CaseQuerySet, name: str) -> CaseQuerySet:
    """The cases of one group; those of “asks” have an objection or a request for more time to be decided."""
    found = cases.filter(status__in=GROUPS[name][1])
    if name != "asks":
        return found
    objections = AssignmentObjection.objects.filter(upheld=None, assignment__status="objected")
    requests = ExtensionRequest.objects.filter(granted=None).exclude(assignment__status="void")
    # By their keys: few ask, and every case that is with an organ would be looked at for them.
    return found.filter(
        among(objections.values("assignment__case")) | among(requests.values("assignment__case"))
    )


class _Of(django_filters.ModelChoiceFilter):
    """A choice among what belongs to the reader's own congresses."""

    def get_queryset(self, request: Any) -> QuerySet[Model]:
        found = super().get_queryset(request)
        return found.filter(congress__in=self.parent.congresses)


class CaseFilter(django_filters.FilterSet):
    """Status group, due, topic, place (with all below it), station, deputy, organ, channel, owner, words."""

    q = django_filters.CharFilter(label=_("Words or number"), method="by_words", max_length=100)
    group = django_filters.ChoiceFilter(
        label=_("Status"),
        empty_label=_("all open cases"),
        choices=[*((name, label) for name, (label, _names) in GROUPS.items()), (CLOSED, _("closed"))],
        method="by_group",
    )
    due = django_filters.ChoiceFilter(
        label=_("Due"), choices=list(_DUE.items()), empty_label=_("any"), method="by_due"
    )
    owner = django_filters.ChoiceFilter(
        label=_("Responsible"), choices=list(_OWNERS.items()), empty_label=_("any"), method="by_owner"
    )
    topic = django_filters.ModelChoiceFilter(
        label=_("Topic"), empty_label=_("any"), queryset=Topic.objects.all()
    )
    place = django_filters.ModelChoiceFilter(
        label=_("Place"),
        empty_label=_("any"),
        queryset=Division.objects.current(),
        to_field_name="code",
        method="by_place",
    )
    station = _Of(label=_("Station"), empty_label=_("any"), queryset=LiaisonStation.objects.all())
    deputy = _Of(label=_("Deputy"), empty_label=_("any"), queryset=Deputy.objects.all())
    organ = _Of(label=_("Organ"), empty_label=_("any"), queryset=Organ.objects.all())
    channel = django_filters.ModelChoiceFilter(
        label=_("Channel"), empty_label=_("any"), queryset=Channel.objects.all()
    )

    filters: Any
    by_index = True  # else the words are looked for in the list that the other filters leave

    class Meta:
        model = Case
        fields: list[str] = []

    def __init__(
        self, data: Any, queryset: CaseQuerySet, *, user: User, congresses: Collection[int], whole: bool
    ) -> None:
        self.user = user
        self.congresses = congresses
        super().__init__(data, queryset)
        built: Any = self.filters
        self.filters = type(built)((name, one) for name, one in built.items() if whole or name in data)
        if "owner" in self.filters:
            self.filters["owner"].extra["choices"] = [*_OWNERS.items(), *self._people(data.get("owner", ""))]

    def offer_places(self) -> None:
        """List the congresses' own places; before that any place is accepted and nothing is read."""
        own = PeoplesCongress.objects.filter(pk__in=self.congresses).values_list("division__code", flat=True)
        self.form.fields["place"].queryset = Division.objects.current().under(list(own))

    def _people(self, chosen: str) -> list[tuple[str, str]]:
        """Those who work here today, and whoever has left and still is responsible for a case of the list."""
        held = Post.objects.filter(congress__in=self.congresses, role__in=(Role.OFFICER, Role.STATION))
        staff = set(held.reachable(timezone.localdate()).values_list("user", flat=True))
        still_named = Exists(self.queryset.order_by().filter(owner=OuterRef("pk")))
        # A view that was saved goes on naming somebody whose last case has gone to a colleague.
        of_a_view = Q(pk=whole_number(chosen) or 0, pk__in=held.values("user"))
        people = User.objects.filter(Q(pk__in=staff) | still_named | of_a_view).order_by("display_name", "pk")
        left = gettext("%(person)s (has left)")
        return [(str(one.pk), str(one) if one.pk in staff else left % {"person": one}) for one in people]

    def by_words(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        return matching(cases, value) if self.by_index else cases

    def by_group(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        return cases if value == CLOSED else in_group(cases, value)

    def by_due(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        today = timezone.localdate()
        if value == "today":
            return cases.filter(due_on=today)
        if value == "late":
            return cases.filter(due_on__lt=today)
        return cases.filter(due_on__lte=today + timedelta(days=7))

    def by_owner(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        if value in _OWNERS:
            return cases.filter(owner=self.user if value == "me" else None)
        return cases.filter(owner=whole_number(value))

    def by_place(self, cases: CaseQuerySet, name: str, value: Division) -> CaseQuerySet:
        return cases.filter(Q(division=value.pk) | Q(division__code__startswith=value.code))
