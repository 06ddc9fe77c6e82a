"""Several opinions handled together, one split into parts, and both taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework import services as casework
from casework.access import visible_to
from casework.errors import Incomplete
from casework.numbers import tidy
from casework.steps import StepForm, step_form
from casework.workflows import OPINION
from feedback import sameness, services
from feedback.services import PartOf
from feedback.step_forms.parts import Prefilled, WithText, long_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.models import Case

_ORDER = OPINION.names
_SECOND = 2  # the one part that a split needs beside the first


def best_leading(cases: Sequence[Case]) -> list[Case]:
    """Those of ``cases`` that can lead, the one furthest on first, then the one received first."""
    able = [one for one in cases if one.status in OPINION.step("gather").sources]
    return sorted(able, key=lambda one: (-one.joined_count, -_ORDER.index(one.status), one.opened_at, one.pk))


@step_form("join")
class JoinForm(Prefilled):
    """Under which case: by its number, or one of those that were selected together."""

    bulk: ClassVar[tuple[str, ...]] = ("leading",)
    from_address: ClassVar[tuple[str, ...]] = ("leading",)
    leading = forms.CharField(
        label=_("Number of the leading case"),
        max_length=20,
        help_text=_(
            "Organs see and answer that case alone; when it is answered, each citizen gets the answer as their own."
        ),
    )

    def among(self, cases: Sequence[Case]) -> None:
        """Choose from the selected ones."""
        able = best_leading(cases)
        choices = [(one.number, f"{one.title} · {one.number}") for one in able]
        self.fields["leading"] = forms.ChoiceField(label=_("Leading case"), choices=choices)
        self.prefill(leading=able[0].number if able else "")

    @classmethod
    def leaves_alone(cls, case: Case, chosen: dict[str, Any], cases: Sequence[Case]) -> str:
        able = best_leading(cases)
        leading = chosen.get("leading") or (able[0].number if able else "")
        return gettext("leads the others") if case.number == leading else ""

    @classmethod
    def why_not(cls, moving: Any) -> str:
        return casework.why_not_followed(moving)

    def clean_leading(self) -> str:
        """The number of a case that this officer sees and that can lead."""
        seen = visible_to(self.actor.user) if self.actor.user else None
        self.found = seen.filter(number=tidy(self.cleaned_data["leading"])).first() if seen else None
        if self.found is None:
            raise forms.ValidationError(_("You see no case with this number."))
        why = casework.why_not_joined(self.case, self.found)
        if why:
            raise forms.ValidationError(why)
        return str(self.found.number)

    def outcome(self) -> list[str]:
        return [
            gettext("handled together with “%(title)s”") % {"title": self.found.title if self.found else ""}
        ]

    def run(self) -> None:
        if self.found is None:
            raise Incomplete("leading", gettext("You see no case with this number."))
        casework.join(self.case, self.found, actor=self.actor, expected_version=self.expected)


@step_form("join_again")
class JoinAgainForm(Prefilled):
    """The same person wrote the same before: one step, and the receipt says to which number it was added."""

    leading = forms.ChoiceField(label=_("The earlier opinion"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._earlier = {one.case.number: one for one in sameness.earlier(self.case)}
        self.fields["leading"].choices = [  # type: ignore[attr-defined]
            (number, f"{one.case.title} · {number} · {one.alike} %") for number, one in self._earlier.items()
        ]
        self.prefill(leading=next(iter(self._earlier), ""))

    @classmethod
    def why_not(cls, moving: Any) -> str:
        if sameness.earlier(moving):
            return casework.why_not_followed(moving)
        return gettext("The same person has no other open opinion on this matter.")

    def run(self) -> None:
        services.add_to_earlier(
            self.case,
            self._earlier[self.cleaned_data["leading"]].case,
            actor=self.actor,
            expected_version=self.expected,
        )


@step_form("unjoin")
class UnjoinForm(StepForm):
    """Nothing to say: the joining is taken back."""

    @classmethod
    def why_not(cls, moving: Any) -> str:
        return casework.why_not_undone(moving)

    def run(self) -> None:
        casework.unjoin(self.case, actor=self.actor, expected_version=self.expected)


@step_form("separate")
class SeparateForm(WithText):
    note = forms.CharField(label=_("Why"), widget=long_text(4), help_text=_("The citizen reads the reason."))

    def run(self) -> None:
        casework.separate(
            self.case, actor=self.actor, note=self.cleaned_data["note"], expected_version=self.expected
        )


@step_form("split")
class SplitForm(StepForm):
    """The second part and up to three more; the first is the case itself, with all of the citizen's words."""

    template: ClassVar[str] = "cases/step_split.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in self._numbers():
            required = number == _SECOND
            self.fields[f"title_{number}"] = forms.CharField(
                label=_("Title"), max_length=120, required=required
            )
            self.fields[f"words_{number}"] = forms.CharField(
                label=_("The citizen's words that concern it"),
                required=required,
                widget=long_text(4),
                help_text=_("Copied as they stand, each passage on a line."),
            )

    @staticmethod
    def _numbers() -> range:
        return range(_SECOND, casework.MOST_PARTS + 1)

    @property
    def parts(self) -> list[tuple[int, Any, Any]]:
        """Number, title and words of each part, as fields."""
        return [(number, self[f"title_{number}"], self[f"words_{number}"]) for number in self._numbers()]

    @classmethod
    def why_not(cls, moving: Any) -> str:
        return casework.why_not_split(moving)

    def run(self) -> None:
        data = self.cleaned_data
        parts = [PartOf(data[f"title_{number}"], data[f"words_{number}"]) for number in self._numbers()]
        services.split(
            self.case,
            [part for part in parts if part.title or part.words],
            actor=self.actor,
            expected_version=self.expected,
        )


@step_form("unsplit")
class UnsplitForm(StepForm):
    """Nothing to say: the parts end, the whole goes on."""

    @classmethod
    def why_not(cls, moving: Any) -> str:
        return casework.why_not_unsplit(moving)

    def run(self) -> None:
        casework.unsplit(self.case, actor=self.actor, expected_version=self.expected)
