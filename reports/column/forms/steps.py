"""The form of each step of an article or a digest: it asks for what the step needs and calls the service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.forms.moving import MovingForm
from feedback.forms.fields import LineField
from reports.column import articles, digests
from reports.column.advance import advance
from reports.column.digests import Reader
from reports.column.models import ReaderKind

if TYPE_CHECKING:
    from accounts.actors import Actor


class ColumnStep(MovingForm):
    """What most steps of the column do: take the step as it is."""

    def run(self) -> None:
        advance(self.thing, self.action, **self.given)


class Plain(ColumnStep):
    steps = (("article", "correct"),)

    def outcome(self) -> list[str]:
        return [_("What is published stays as it is until another person releases the correction.")]


class Submit(ColumnStep):
    steps = (("article", "submit"), ("digest", "submit"))

    @classmethod
    def why_not(cls, thing: Any, actor: Actor) -> str:
        if thing.table.kind == "digest":
            return "" if thing.entries.exists() else _("It has no matter yet. Add at least one.")
        return articles.why_not_handed_in(thing)

    def outcome(self) -> list[str]:
        said = [_("Another person reads it and releases it, or returns it to you.")]
        for name in ("deputy", "organ"):
            named = getattr(self.thing, name, None)
            if named:
                said.append(_("%(who)s is asked to agree before.") % {"who": named})
        return said


class WithReason(ColumnStep):
    """Steps that others must understand later."""

    steps = (
        ("article", "return"),
        ("article", "return_correction"),
        ("article", "object"),
        ("article", "object_again"),
        ("article", "discard"),
        ("digest", "return"),
        ("digest", "discard"),
        ("digest", "conclude"),
    )
    note = LineField(label=gettext_lazy("Reason"), max_length=200)

    def run(self) -> None:
        advance(self.thing, self.action, note=self.cleaned_data["note"], **self.given)


class SubmitCorrection(ColumnStep):
    steps = (("article", "submit_correction"),)
    note = LineField(
        label=gettext_lazy("What is corrected?"),
        max_length=300,
        help_text=gettext_lazy("It stands below the article, for everybody to read."),
    )

    def run(self) -> None:
        advance(self.thing, self.action, note=self.cleaned_data["note"], **self.given)


class Agree(ColumnStep):
    steps = (("article", "agree"),)

    def outcome(self) -> list[str]:
        return [_("The article may then be published with your name in it.")]

    def run(self) -> None:
        articles.agree(self.thing, **self.given)


class Release(ColumnStep):
    steps = (("article", "release"), ("article", "release_correction"))

    @classmethod
    def why_not(cls, thing: Any, actor: Actor) -> str:
        return articles.why_not_released(thing, actor.user)

    def outcome(self) -> list[str]:
        return [_("Everybody can read it from then on. This version is kept.")]

    def run(self) -> None:
        articles.release(self.thing, **self.given)


class DropCorrection(ColumnStep):
    steps = (("article", "drop_correction"),)

    def run(self) -> None:
        articles.drop_correction(self.thing, **self.given)


class Withdraw(ColumnStep):
    steps = (("article", "withdraw"),)
    note = LineField(
        label=gettext_lazy("Reason"),
        max_length=200,
        help_text=gettext_lazy("Whoever opens the page reads it."),
    )

    def outcome(self) -> list[str]:
        return [_("Its page says that it was withdrawn, and shows no word of it.")]

    def run(self) -> None:
        articles.withdraw(self.thing, note=self.cleaned_data["note"], **self.given)


class ReleaseDigest(ColumnStep):
    steps = (("digest", "release"),)
    readers = forms.MultipleChoiceField(
        label=gettext_lazy("Goes to"), widget=forms.CheckboxSelectMultiple, required=False
    )
    leaders = forms.CharField(
        label=gettext_lazy("Leaders, one a line"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=gettext_lazy("Such as: the chairperson of the standing committee; the head of the county."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = dict(digests.usual_readers(self.thing.congress))
        self.fields["readers"].choices = [(key, one.name) for key, one in self.known.items()]  # type: ignore[attr-defined]
        self.initial.setdefault("readers", ["committee"])

    @classmethod
    def why_not(cls, thing: Any, actor: Actor) -> str:
        return digests.why_not_released(thing, actor.user)

    def clean_leaders(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["leaders"].splitlines()]
        return list(dict.fromkeys(line[:100] for line in lines if line))

    def run(self) -> None:
        readers = [Reader(ReaderKind.LEADER, name) for name in self.cleaned_data["leaders"]]
        readers += [self.known[key] for key in self.cleaned_data["readers"]]
        digests.release(self.thing, readers, **self.given)
