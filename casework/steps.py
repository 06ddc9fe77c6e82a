"""The form of each step. A room registers its forms in its module ``step_forms``; one view shows them all.

The table of steps decides who may take a step and when; a form only asks for what the step needs and calls
the service.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django import forms

if TYPE_CHECKING:
    from accounts.actors import Actor
    from casework.models import Assignment, Case, Commitment


class StepForm(forms.Form):
    """Asks for what one step of a case needs. ``run`` calls the service and may raise ``Refused``.

    ``helpers`` names the buttons that change what is written and take no step: ``help`` answers them.
    ``preview`` is the template that shows, before the step is taken, exactly what it will send.
    ``from_address`` names the fields that a link may fill in.
    ``label`` is what the step is called for this kind of case, where the table's words speak of another.
    ``bulk`` names the fields that are asked once when the step is taken for many cases; None: it cannot be.
    """

    template: ClassVar[str] = "cases/step.html"
    helpers: ClassVar[tuple[str, ...]] = ()
    preview: ClassVar[str] = ""
    bulk: ClassVar[tuple[str, ...] | None] = None
    from_address: ClassVar[tuple[str, ...]] = ()
    action: ClassVar[str] = ""
    label: ClassVar[Any] = ""
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.actor = actor
        self.fields["version"].initial = case.version

    @property
    def expected(self) -> int:
        """The version of the case that the reader had before them."""
        return int(self.cleaned_data["version"])

    @classmethod
    def why_not(cls, moving: Any) -> str:
        """Why the step makes no sense now although the table allows it; empty when it does."""
        return ""

    def among(self, cases: Sequence[Case]) -> None:
        """Taken for many: ``cases`` are all that were selected, where the form chooses among them."""

    @classmethod
    def leaves_alone(cls, case: Case, chosen: dict[str, Any], cases: Sequence[Case]) -> str:
        """Taken for many: why nothing happens to this one, which plays another part; empty for all others."""
        return ""

    def help(self, button: str, written: dict[str, Any]) -> dict[str, Any]:
        """What stands in the fields after ``button`` of ``helpers``; ``written`` is what stood in them."""
        return written

    def outcome(self) -> list[str]:
        """What will happen, in sentences; called before the step is taken, for a valid or an unsent form."""
        return []

    def proposed(self) -> dict[str, Any]:
        """What the form would be sent with if nobody changed it: its initial values, as plain data."""
        return {name: _plain(self.get_initial_for_field(field, name)) for name, field in self.fields.items()}

    def then(self) -> str:
        """The action the reader wants to take next on the same case; empty: none."""
        return ""

    def run(self) -> None:
        raise NotImplementedError


def _plain(value: Any) -> Any:
    return "" if value is None else getattr(value, "pk", value)


class ShareForm(StepForm):
    """Asks for what one step of an organ's share needs."""

    def __init__(self, *args: Any, assignment: Assignment, **kwargs: Any) -> None:
        super().__init__(*args, case=assignment.case, **kwargs)
        self.assignment = assignment
        self.fields["version"].initial = assignment.version


class PromiseForm(StepForm):
    """Asks for what one step of a promise needs."""

    template: ClassVar[str] = "cases/step_promise.html"

    def __init__(self, *args: Any, commitment: Commitment, **kwargs: Any) -> None:
        super().__init__(*args, case=commitment.case, **kwargs)
        self.commitment = commitment
        self.fields["version"].initial = commitment.version


def day_field(label: Any, *, required: bool = False, **more: Any) -> forms.DateField:
    """A day, chosen in the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, **more)


_F = TypeVar("_F", bound=type[StepForm])
#: By kind of case and action; a form for every kind stands under no kind.
_case_forms: dict[tuple[str, str], type[StepForm]] = {}
_share_forms: dict[tuple[str, str], type[ShareForm]] = {}
_promise_forms: dict[str, type[PromiseForm]] = {}


def step_form(action: str, kind: str = "") -> Callable[[_F], _F]:
    """Register the form of a case's step (or of an organ's share, or of a promise, by the class of the form).

    ``kind``: only for cases of this kind, where another form serves the others.
    """

    def register(form: _F) -> _F:
        form.action = action
        if issubclass(form, ShareForm):
            _share_forms[kind, action] = form
        elif issubclass(form, PromiseForm):
            _promise_forms[action] = form
        else:
            _case_forms[kind, action] = form
        return form

    return register


def case_form(action: str, kind: str = "") -> type[StepForm] | None:
    return _case_forms.get((kind, action)) or _case_forms.get(("", action))


def share_form(action: str, kind: str = "") -> type[ShareForm] | None:
    return _share_forms.get((kind, action)) or _share_forms.get(("", action))


def promise_form(action: str) -> type[PromiseForm] | None:
    return _promise_forms.get(action)


def bulk_actions() -> list[str]:
    """The actions that can be taken for many cases at once."""
    return [action for (kind, action), form in _case_forms.items() if not kind and form.bulk is not None]
