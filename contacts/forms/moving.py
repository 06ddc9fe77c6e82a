"""The form of one step of a thing that moves by a table of its own; ``contacts.views.stepping`` shows them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

if TYPE_CHECKING:
    from accounts.actors import Actor

_FORMS: dict[tuple[str, str], type[MovingForm]] = {}


class MovingForm(forms.Form):
    """Asks for what one step needs. ``steps``: kind of the table and action of each step it serves.

    ``run`` calls the service and may raise Refused; ``outcome`` says beforehand what will happen.
    """

    steps: ClassVar[tuple[tuple[str, str], ...]] = ()
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for step in cls.steps:
            if _FORMS.setdefault(step, cls) is not cls:
                raise ValueError(f"two forms for {step}")

    def __init__(self, *args: Any, thing: Any, action: str, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.thing, self.action, self.actor = thing, action, actor
        self.initial.setdefault("version", thing.version)

    @classmethod
    def why_not(cls, thing: Any, actor: Actor) -> str:
        """Why the step makes no sense now although the table allows it; empty when it does."""
        return ""

    def outcome(self) -> list[str]:
        return []

    @property
    def given(self) -> dict[str, Any]:
        return {"actor": self.actor, "expected_version": self.cleaned_data["version"]}

    def run(self) -> None:
        raise NotImplementedError


def form_of(kind: str, action: str) -> type[MovingForm] | None:
    """The form of a step; None where it has none, as the portal's own steps."""
    return _FORMS.get((kind, action))
