"""The office and the organs: assign, decide objections and requests for more time, review replies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import formats
from casework import clocks, services
from casework.errors import StepRefused
from casework.models import AssignmentObjection, Countersignature, ExtensionRequest, TopicOrgan
from casework.models.assignment import HandlingRole
from casework.services import Part
from casework.steps import ShareForm, day_field, step_form
from deputies.models import Organ
from feedback import warnings
from feedback.step_forms.parts import Prefilled, WithText, long_text, proposal_of
from feedback.step_forms.reached import marked, nobody_at, organs_reached

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from casework.models import Case, Reply

ROWS = range(1, 5)
_TOGETHER, _APART = "together", "apart"
_MODES = (
    (_TOGETHER, _("one organ leads, the others assist")),
    (_APART, _("each organ answers for its own part")),
)


@step_form("assign")
class AssignForm(Prefilled):
    template: ClassVar[str] = "cases/step_assign.html"
    bulk: ClassVar[tuple[str, ...]] = ("organ_1",)
    mode = forms.ChoiceField(
        label=_("How"), choices=_MODES, initial=_TOGETHER, required=False, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("What the organs should know"),
        required=False,
        widget=long_text(3),
        help_text=_("The citizen reads it too."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organs = Organ.objects.filter(congress=self.case.congress_id, is_active=True).order_by("code")
        self._organs = {str(organ.pk): organ for organ in organs}
        self._reached = organs_reached(self.case.congress_id)
        choices = [("", "—"), *((key, self._words(organ)) for key, organ in self._organs.items())]
        for row in ROWS:
            self.fields[f"organ_{row}"] = forms.ChoiceField(
                label=_("Organ") if row == 1 else _("Further organ"), choices=choices, required=row == 1
            )
            self.fields[f"part_{row}"] = forms.CharField(label=_("Its part"), max_length=200, required=False)
        self.prefill(organ_1=self._first(), mode=_TOGETHER)

    def _words(self, organ: Organ) -> str:
        return marked(organ.name, organ.pk in self._reached)

    def _first(self) -> int | None:
        """The organ an accepted objection named, the router's, or the usual one of the topic."""
        upheld = AssignmentObjection.objects.filter(assignment__case=self.case, upheld=True).order_by("-pk")
        named = upheld.values_list("proposed_organ", flat=True).first() if self.case.assigned_at else None
        proposal = proposal_of(self.case)
        if named or (proposal and proposal.organ_id):
            return named or proposal.organ_id  # type: ignore[union-attr]
        usual = TopicOrgan.objects.filter(congress=self.case.congress_id, topic=self.case.topic_id)
        return usual.values_list("organ", flat=True).first()

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"organ_{row}"], self[f"part_{row}"]) for row in ROWS]

    @property
    def owed(self) -> clocks.Planned:
        return clocks.planned(self.case, "rework" if self.case.rework_count else "reply")

    @property
    def warnings(self) -> list[str]:
        """Organs in which nobody can sign in. Personal data in the words of a confidential case: organs read
        them starred out, as far as we see.
        """
        chosen = (self._organs.get(str(organ.value())) for organ, _part in self.rows)
        found = self._unreached(organ for organ in chosen if organ)
        if self.case.confidential:
            text = f"{self.case.title}\n{self.case.opinion.body}"
            found += warnings.personal(text, gettext("The confidential text"))
        return found

    def _unreached(self, organs: Iterable[Organ]) -> list[str]:
        return [nobody_at(organ.name) for organ in organs if organ.pk not in self._reached]

    def parts(self) -> list[Part]:
        apart = self.cleaned_data["mode"] == _APART
        found: list[Part] = []
        for row in ROWS:
            organ = self._organs.get(self.cleaned_data.get(f"organ_{row}") or "")
            if organ:
                others = HandlingRole.SEPARATE if apart else HandlingRole.ASSIST
                role = others if apart or found else HandlingRole.LEAD
                found.append(Part(organ, role, self.cleaned_data.get(f"part_{row}") or ""))
        return found

    def outcome(self) -> list[str]:
        by = formats.day(self.owed.due_on)
        words = {
            HandlingRole.LEAD: gettext("%(organ)s handles it and answers by %(day)s"),
            HandlingRole.SEPARATE: gettext("%(organ)s answers for its part by %(day)s"),
            HandlingRole.ASSIST: gettext("%(organ)s assists"),
        }
        parts = self.parts()
        lines = [words[HandlingRole(part.role)] % {"organ": part.organ.name, "day": by} for part in parts]
        return [*lines, *self._unreached(part.organ for part in parts)]

    def run(self) -> None:
        parts = self.parts()
        services.assign(
            self.case,
            parts,
            actor=self.actor,
            note=self.cleaned_data["note"],
            expected_version=self.expected,
        )


@step_form("recall")
class RecallForm(WithText):
    note = forms.CharField(
        label=_("Why it is taken back"),
        widget=long_text(4),
        help_text=_("The organs read it; the citizen does not."),
    )

    def run(self) -> None:
        services.recall(
            self.case, actor=self.actor, note=self.cleaned_data["note"], expected_version=self.expected
        )


@step_form("add_organ")
class AddOrganForm(Prefilled):
    """One more organ for a case that others have already."""

    organ = forms.ModelChoiceField(Organ.objects.none(), label=_("Organ"), empty_label=_("Choose an organ"))
    part = forms.CharField(label=_("Its part"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = self.case.assignments.live().values("organ")
        others = Organ.objects.filter(congress=self.case.congress_id, is_active=True).exclude(pk__in=there)
        field: Any = self.fields["organ"]
        field.queryset = others.order_by("code")
        reached = organs_reached(self.case.congress_id)
        field.label_from_instance = lambda organ: marked(organ.name, organ.pk in reached)

    def run(self) -> None:
        services.add_organ(
            self.case,
            self.cleaned_data["organ"],
            actor=self.actor,
            part=self.cleaned_data["part"],
            expected_version=self.expected,
        )


# --- Objections -----------------------------------------------------------------------------------------
def _open_objection(**where: Any) -> AssignmentObjection | None:
    found = AssignmentObjection.objects.filter(upheld=None, **where).order_by("pk")
    return found.select_related("assignment__organ", "proposed_organ", "made_by").first()


class _Objection:
    """Accepts or refuses the open objection of a case, or of one share of it."""

    template: ClassVar[str] = "cases/step_objection.html"
    upheld: ClassVar[bool] = True
    where: ClassVar[str] = "assignment__case"

    @classmethod
    def why_not(cls, moving: Any) -> str:
        return "" if _open_objection(**{cls.where: moving}) else gettext("No organ has objected.")

    @property
    def objection(self) -> AssignmentObjection | None:
        return _open_objection(**{self.where: getattr(self, "assignment", None) or self.case})  # type: ignore[attr-defined]

    def run(self) -> None:
        objection = self.objection
        if objection is None:
            raise StepRefused(gettext("The objection has been decided already."))
        objection.assignment.case = self.case  # type: ignore[attr-defined]
        services.decide_objection(
            objection,
            actor=self.actor,  # type: ignore[attr-defined]
            upheld=self.upheld,
            note=self.cleaned_data["note"],  # type: ignore[attr-defined]
            expected_version=self._expected_of_case(),
        )

    def _expected_of_case(self) -> int | None:
        return self.expected  # type: ignore[attr-defined, no-any-return]


class _ObjectionOfShare(_Objection):
    where: ClassVar[str] = "assignment"

    def _expected_of_case(self) -> int | None:
        """The form saw the share's version; the case itself stays where it is."""
        return None


def _accepted_note() -> forms.CharField:
    return forms.CharField(label=_("Note on the decision"), required=False, widget=long_text(3))


def _refused_note() -> forms.CharField:
    return forms.CharField(
        label=_("Why the organ has to go on"), widget=long_text(4), help_text=_("The organ reads it.")
    )


@step_form("uphold_objection")
class UpholdForm(_Objection, Prefilled):
    note = _accepted_note()

    def then(self) -> str:
        return "assign"


@step_form("refuse_objection")
class RefuseObjectionForm(_Objection, WithText):
    upheld: ClassVar[bool] = False
    note = _refused_note()


@step_form("uphold_objection")
class UpholdOfShareForm(_ObjectionOfShare, ShareForm):
    note = _accepted_note()


@step_form("refuse_objection")
class RefuseOfShareForm(_ObjectionOfShare, ShareForm):
    upheld: ClassVar[bool] = False
    note = _refused_note()


# --- More time ------------------------------------------------------------------------------------------
def _open_requests(case: Case) -> QuerySet[ExtensionRequest]:
    return ExtensionRequest.objects.filter(granted=None, assignment__case=case).order_by("pk")


class _Extension(WithText):
    template: ClassVar[str] = "cases/step_extension.html"
    granted: ClassVar[bool] = True

    @classmethod
    def why_not(cls, moving: Any) -> str:
        return "" if moving.case.is_asked_for_more_time else gettext("No organ has asked for more time.")

    @property
    def request(self) -> ExtensionRequest | None:
        return _open_requests(self.case).select_related("assignment__organ", "asked_by").first()

    @property
    def owed(self) -> clocks.Planned:
        """The date if it is granted as asked, and why: counted from the old one."""
        asked = self.request
        return clocks.Planned.by(clocks.explain_extension(self.case, asked.wanted_until if asked else None))

    def run(self) -> None:
        request = self.request
        if request is None:
            raise StepRefused(gettext("This request has been decided already."))
        request.assignment.case = self.case
        services.decide_extension(
            request,
            actor=self.actor,
            granted=self.granted,
            note=self.cleaned_data["note"],
            until=self.cleaned_data.get("until"),
            expected_version=self.expected,
        )


@step_form("grant_extension")
class GrantForm(_Extension):
    @classmethod
    def why_not(cls, moving: Any) -> str:
        return super().why_not(moving) or services.why_not_while_still(moving.case)

    until = day_field(_("New date"), help_text=_("Earlier, if you agree on less; never later."))
    note = forms.CharField(
        label=_("Reason"), widget=long_text(4), help_text=_("The citizen reads it, with the new date.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        request = self.request
        self.prefill(note=request.reason if request else "", until=self.owed.due_on)


@step_form("refuse_extension")
class RefuseExtensionForm(_Extension):
    granted: ClassVar[bool] = False
    note = forms.CharField(label=_("Why not"), widget=long_text(4), help_text=_("The organ reads it."))


# --- Review ---------------------------------------------------------------------------------------------
def released_replies(case: Case) -> list[Reply]:
    found = case.replies.filter(state="released", assignment__isnull=False)
    return list(found.select_related("assignment__organ", "author", "released_by"))


class _Review:
    """The replies beside the citizen's words, and what the office should look at twice."""

    template: ClassVar[str] = "cases/step_review.html"

    @property
    def replies(self) -> list[Reply]:
        return released_replies(self.case)  # type: ignore[attr-defined]

    @property
    def warnings(self) -> list[str]:
        asked = self.case.opinion.body  # type: ignore[attr-defined]
        found: list[str] = []
        for reply in self.replies:
            found += warnings.personal(reply.body, gettext("The reply"))
            found += warnings.wrong_case(asked, reply.body) + warnings.copied(reply)
        return found + warnings.unnamed(self.replies) + warnings.not_agreed(self.countersignatures)

    @property
    def countersignatures(self) -> list[Countersignature]:
        """What the assisting organs said to the replies."""
        shares = [reply.assignment for reply in self.replies if reply.assignment]
        leads = [share for share in shares if share.role == HandlingRole.LEAD]
        return [row for share in leads for row in Countersignature.objects.latest_of(share)]


@step_form("approve_reply")
class ApproveForm(_Review, Prefilled):
    right_case = forms.BooleanField(label=_("The reply belongs to this case"))
    each_point = forms.BooleanField(label=_("It answers each point"))
    no_personal_data = forms.BooleanField(label=_("It names no private person, telephone number or address"))

    def then(self) -> str:
        return "feed_back"

    def run(self) -> None:
        services.approve_replies(self.case, actor=self.actor, expected_version=self.expected)


@step_form("return_reply")
class ReturnReplyForm(_Review, WithText):
    note = forms.CharField(
        label=_("What is missing"),
        widget=long_text(),
        help_text=_("The organ reads it; its date stays as it was."),
    )

    def run(self) -> None:
        services.return_replies(
            self.case, actor=self.actor, note=self.cleaned_data["note"], expected_version=self.expected
        )
