"""The office's first steps: ask for more, refuse, register, give to a deputy, hand over, note."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework.models import Topic
from casework.ready import fill
from casework.steps import step_form
from deputies.models import Deputy, LiaisonStation
from feedback import services
from feedback.reasons import RefusalReason, proposed_text
from feedback.step_forms.parts import Prefilled, WithText, joined, long_text, office_people, proposal_of
from feedback.step_forms.reached import deputies_reached, marked, no_account


@step_form("ask_more")
class AskMoreForm(WithText):
    note = forms.CharField(
        label=_("What we need to know"),
        widget=long_text(),
        help_text=_(
            "The citizen reads this word for word. Without an answer in time the case closes with a notice."
        ),
    )

    def run(self) -> None:
        services.ask_more(
            self.case, actor=self.actor, note=self.cleaned_data["note"], expected_version=self.expected
        )


@step_form("refuse")
class RefuseForm(WithText):
    helpers: ClassVar[tuple[str, ...]] = ("_insert", "_propose")
    reasons: ClassVar[type[TextChoices]] = RefusalReason
    reason = forms.ChoiceField(
        label=_("Reason, and the right channel"), choices=RefusalReason.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("What the citizen reads"),
        widget=long_text(8),
        help_text=_(
            "Say where the matter belongs and how to get there. Choose a reason and have the text proposed."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].template_name = "cases/_reason_field.html"  # type: ignore[attr-defined]
        self.order_fields(["reason", "ready", "note"])

    def help(self, button: str, written: dict[str, Any]) -> dict[str, Any]:
        if button == "_propose" and written.get("reason"):
            kept = written.get("note") or ""
            text = "" if self._is_proposed(kept) else kept
            written["note"] = joined(text, self._text(written["reason"]))
        return super().help(button, written)

    def _text(self, reason: str) -> str:
        """The office's own text for the reason, else the portal's."""
        own = next((one.body for one in self._templates if one.reason == reason), "")
        return fill(own or proposed_text(reason), self.case)

    def _is_proposed(self, text: str) -> bool:
        """Whether nobody has changed a text that was proposed for another reason."""
        plain = " ".join(text.split())
        return any(plain == " ".join(self._text(code).split()) for code in self.reasons.values)

    def run(self) -> None:
        services.refuse(
            self.case,
            actor=self.actor,
            reason=self.cleaned_data["reason"],
            note=self.cleaned_data["note"],
            expected_version=self.expected,
        )


_NEXT = (
    ("", _("open the next case")),
    ("assign", _("assign this case now")),
    ("give_to_deputy", _("give it to a deputy now")),
)


@step_form("register")
class RegisterForm(Prefilled):
    bulk: ClassVar[tuple[str, ...]] = ("owner",)
    title = forms.CharField(
        label=_("Title"), max_length=120, help_text=_("For lists; the citizen's own words stay as they are.")
    )
    topic = forms.ModelChoiceField(
        Topic.objects.filter(is_active=True), label=_("Topic"), required=False, empty_label=_("none")
    )
    station = forms.ModelChoiceField(
        LiaisonStation.objects.none(), label=_("Station"), required=False, empty_label=_("none")
    )
    owner = forms.ChoiceField(label=_("Responsible person"))
    after = forms.ChoiceField(label=_("And then"), choices=_NEXT, required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        case, proposal = self.case, proposal_of(self.case)
        stations = LiaisonStation.objects.filter(congress=case.congress_id, is_open=True)
        self.fields["station"].queryset = stations  # type: ignore[attr-defined]
        self.fields["owner"].choices = office_people(case)  # type: ignore[attr-defined]
        self.prefill(
            title=case.title,
            topic=case.topic_id or (proposal and proposal.topic_id),
            station=case.station_id or (proposal and proposal.station_id),
            owner=self.actor.user_id,
            after="",
        )

    def outcome(self) -> list[str]:
        data = self.cleaned_data
        facts = [str(data[name]) for name in ("topic", "station") if data.get(name)]
        line = gettext("Registered as “%(title)s”") % {"title": data["title"]}
        person = dict(self.fields["owner"].choices)[data["owner"]]  # type: ignore[attr-defined]
        return [" · ".join([line, *facts, gettext("responsible: %(person)s") % {"person": person}])]

    def then(self) -> str:
        return str(self.cleaned_data.get("after") or "")

    def run(self) -> None:
        data = self.cleaned_data
        services.register(
            self.case,
            actor=self.actor,
            owner=User.objects.get(pk=data["owner"]),
            topic=data["topic"],
            station=data["station"],
            title=data["title"],
            expected_version=self.expected,
        )


@step_form("give_to_deputy")
class GiveToDeputyForm(Prefilled):
    """Deputies of the place come first; any other deputy in office is found by name."""

    template: ClassVar[str] = "cases/step_deputy.html"
    helpers: ClassVar[tuple[str, ...]] = ("_find",)
    deputy = forms.ChoiceField(label=_("Deputy"), widget=forms.RadioSelect)
    find = forms.CharField(label=_("Another deputy, by name or pinyin"), required=False, max_length=60)
    note = forms.CharField(
        label=_("A word to the deputy"),
        required=False,
        widget=long_text(3),
        help_text=_("The citizen reads it too."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        near = self._near()
        chosen = self._first_choice(near)
        self.prefill(deputy=chosen)
        self.fields["deputy"].choices = self._choices(near)  # type: ignore[attr-defined]

    def _in_office(self) -> Any:
        return Deputy.objects.in_office().filter(congress=self.case.congress_id)

    def _near(self) -> list[Deputy]:
        """Of the place of the case, else of its station; at most thirty."""
        place = self.case.division
        codes = [place.code[:length] for length in (6, 9, 12) if place and len(place.code) >= length]
        own = list(self._in_office().of_divisions(codes[-2:])[:30]) if codes else []
        return own or list(self._in_office().filter(memberships__station=self.case.station_id)[:30])

    def _first_choice(self, near: list[Deputy]) -> int | None:
        """Whom the citizen asked for, whom the router proposed, or the only deputy there is."""
        proposal = proposal_of(self.case)
        wished = self.case.opinion.chosen_deputy_id or self.case.deputy_id
        only = near[0].pk if len(near) == 1 else None
        return wished or (proposal and proposal.deputy_id) or only

    def _choices(self, near: list[Deputy]) -> list[tuple[str, str]]:
        typed = self.data.get("find", "") if self.is_bound else self.initial.get("find", "")
        picked = self.data.get("deputy", "") if self.is_bound else self.initial.get("deputy", "")
        known = {one.pk for one in near}
        more = list(self._found(str(typed).strip()))
        if str(picked).isdigit():
            more += list(self._in_office().filter(pk=picked))
        others = {one.pk: one for one in more if one.pk not in known}
        offered = {one.pk: one for one in [*near, *others.values()]}
        self._unreached = offered.keys() - deputies_reached(offered)
        self._offered = offered
        return [(str(key), self._words(one)) for key, one in offered.items()]

    def _found(self, typed: str) -> Any:
        if not typed:
            return []
        everyone = self._in_office()
        return (everyone.filter(name__icontains=typed) | everyone.filter(pinyin__icontains=typed))[:20]

    def _words(self, deputy: Deputy) -> str:
        words = " · ".join(filter(None, [deputy.name, deputy.occupation, deputy.work_unit]))
        return marked(words, deputy.pk not in self._unreached)

    @property
    def warnings(self) -> list[str]:
        """Whether the chosen deputy can be reached through the portal."""
        chosen = str(self["deputy"].value())
        return [no_account(self._offered[key].name) for key in self._unreached if str(key) == chosen]

    def run(self) -> None:
        services.give_to_deputy(
            self.case,
            actor=self.actor,
            deputy=Deputy.objects.get(pk=self.cleaned_data["deputy"]),
            note=self.cleaned_data["note"],
            expected_version=self.expected,
        )


@step_form("take_back")
class TakeBackForm(WithText):
    note = forms.CharField(
        label=_("Why"), widget=long_text(4), help_text=_("The deputy and the citizen read the reason.")
    )

    def run(self) -> None:
        services.take_back(
            self.case, actor=self.actor, note=self.cleaned_data["note"], expected_version=self.expected
        )


@step_form("set_owner")
class SetOwnerForm(Prefilled):
    bulk: ClassVar[tuple[str, ...]] = ("owner",)
    owner = forms.ChoiceField(label=_("Responsible person"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = office_people(self.case)  # type: ignore[attr-defined]
        self.prefill(owner=self.case.owner_id or self.actor.user_id)

    def outcome(self) -> list[str]:
        person = dict(self.fields["owner"].choices)[self.cleaned_data["owner"]]  # type: ignore[attr-defined]
        return [gettext("responsible: %(person)s") % {"person": person}]

    def run(self) -> None:
        owner = User.objects.get(pk=self.cleaned_data["owner"])
        services.set_owner(self.case, actor=self.actor, owner=owner, expected_version=self.expected)


@step_form("note")
class NoteForm(Prefilled):
    note = forms.CharField(
        label=_("Note"), widget=long_text(4), help_text=_("For colleagues. The citizen does not see it.")
    )

    def run(self) -> None:
        services.write_note(self.case, actor=self.actor, note=self.cleaned_data["note"])
