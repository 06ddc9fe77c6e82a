"""The forms of an organ's steps: sign, object, speak with the citizen, draft, release."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework import clocks, promise_forms, services
from casework.errors import Incomplete, NotAllowed
from casework.file_fields import FilesField
from casework.files import Prepared, prepare
from casework.models import Assignment, Attachment, Countersignature, Reply
from casework.models.assignment import ContactManner, HandlingRole
from casework.models.reply import ReplyState
from casework.names import NAMES
from casework.rules import ResultClass, profile_by_key
from casework.searching import add_source
from casework.steps import ShareForm, StepForm, day_field, step_form
from deputies.models import Organ, posts_of

__all__ = ["promise_forms"]  # imported so that its forms register themselves
add_source(NAMES)
_REPLY = ("body", "category", "promise", "promised_for")
_LONG = forms.Textarea(attrs={"rows": 6})


@step_form("sign")
class SignForm(ShareForm):
    """Nothing to say: the signature is the step."""

    def run(self) -> None:
        services.sign(self.assignment, actor=self.actor)


@step_form("object")
class ObjectForm(ShareForm):
    reason = forms.CharField(
        label=_("Why the case is not your organ's"),
        widget=_LONG,
        help_text=_(
            "The office decides. Until then the case stays with you; an organ never passes it on by itself."
        ),
    )
    proposed_organ = forms.ModelChoiceField(
        Organ.objects.none(),
        label=_("The organ you think is right"),
        required=False,
        empty_label=_("I do not know"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Organ.objects.filter(congress_id=self.case.congress_id, is_active=True)
        self.fields["proposed_organ"].queryset = others.exclude(pk=self.assignment.organ_id)  # type: ignore[attr-defined]

    def run(self) -> None:
        services.object_to(
            self.assignment,
            actor=self.actor,
            reason=self.cleaned_data["reason"],
            proposed_organ=self.cleaned_data["proposed_organ"],
        )


@step_form("record_contact")
class ContactForm(ShareForm):
    manner = forms.ChoiceField(label=_("How"), choices=ContactManner.choices, widget=forms.RadioSelect)
    happened_on = day_field(_("On"), required=True, initial=timezone.localdate)
    summary = forms.CharField(label=_("What was said"), widget=_LONG)

    def run(self) -> None:
        services.record_contact(
            self.assignment,
            actor=self.actor,
            manner=self.cleaned_data["manner"],
            happened_on=self.cleaned_data["happened_on"],
            summary=self.cleaned_data["summary"],
        )


def _class_words(one: ResultClass) -> str:
    words = f"{one.code} · {one.label}"
    return (
        gettext("%(class)s (a promise: say what and until when)") % {"class": words} if one.promise else words
    )


@step_form("submit_reply")
class ReplyForm(ShareForm):
    """A draft can be kept without anything else; handing it on needs the whole."""

    template = "organ/reply.html"
    body = forms.CharField(
        label=_("Reply"),
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "Answer each point. No names, telephone numbers or addresses: the office publishes replies."
        ),
    )
    category = forms.ChoiceField(label=_("Result"), widget=forms.RadioSelect, required=False)
    promise = forms.CharField(
        label=_("What is promised"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Only with a result that is a promise. The citizen reads it, and it is followed until kept."
        ),
    )
    promised_for = day_field(_("By which day"))
    files = FilesField(label=_("Enclosures"), required=False)  # type: ignore[assignment]
    keep = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = profile_by_key(self.case.profile)
        self.fields["files"].help_text = gettext(
            "Up to %(files)s files, %(megabytes)s MB each. They go where the reply goes; the author's name is removed."
        ) % {"files": rules.limit("attachments"), "megabytes": rules.limit("attachment_megabytes")}
        classes = profile_by_key(self.case.profile).result_classes
        self.fields["category"].choices = [(one.code, _class_words(one)) for one in classes.items]  # type: ignore[attr-defined]
        if self.assignment.role == HandlingRole.ASSIST:
            del self.fields["promise"], self.fields["promised_for"]
        draft = self.assignment.replies.filter(state=ReplyState.DRAFT).last()
        if draft:
            self.initial.update(
                {
                    "body": draft.body,
                    "category": draft.category,
                    "promise": draft.promise,
                    "promised_for": draft.promised_for,
                }
            )

    @property
    def latest(self) -> Reply | None:
        """What the office returned, so that the handler sees what to add to."""
        return self.assignment.replies.filter(state=ReplyState.RETURNED).last()

    @property
    def opinions(self) -> list[Reply]:
        """What the assisting organs say: the answer of the one that leads rests on it, and names it."""
        leads = self.assignment.role == HandlingRole.LEAD
        return list(Reply.objects.assisting(self.case)) if leads else []

    @property
    def countersignatures(self) -> list[Countersignature]:
        """What the assisting organs said to the draft before this one."""
        return Countersignature.objects.latest_of(self.assignment)

    @property
    def enclosed(self) -> list[Attachment]:
        """What an earlier draft had enclosed: it stays, unless other files are chosen."""
        return list(
            Attachment.objects.filter(reply__assignment=self.assignment, reply__state=ReplyState.DRAFT)
        )

    def clean_files(self) -> tuple[Prepared, ...]:
        rules = profile_by_key(self.case.profile)
        most_bytes = rules.limit("attachment_megabytes") * 1024 * 1024
        try:
            return prepare(self.cleaned_data["files"], most=rules.limit("attachments"), most_bytes=most_bytes)
        except Incomplete as refused:
            raise forms.ValidationError(str(refused)) from None

    def run(self) -> None:
        given = {name: self.cleaned_data[name] for name in _REPLY if name in self.cleaned_data}
        if self.cleaned_data["keep"]:
            services.save_draft(self.assignment, actor=self.actor, **given)
        else:
            files = self.cleaned_data["files"]
            services.submit_reply(self.assignment, actor=self.actor, files=files, **given)


class _OfTheDraft(ShareForm):
    """A step of the head, with the draft in view."""

    template = "organ/release.html"

    @property
    def draft(self) -> Reply | None:
        return self.assignment.replies.filter(state=ReplyState.SUBMITTED).last()

    @property
    def countersignatures(self) -> list[Countersignature]:
        return Countersignature.objects.latest_of(self.assignment)


@step_form("take_back_draft")
class TakeBackDraftForm(_OfTheDraft):
    """Nothing to say: whoever agrees to other words later is asked again."""

    def run(self) -> None:
        services.take_back_draft(self.assignment, actor=self.actor)


@step_form("send_back")
class SendBackForm(_OfTheDraft):
    note = forms.CharField(label=_("What is missing"), widget=_LONG)

    def run(self) -> None:
        services.send_back(self.assignment, actor=self.actor, note=self.cleaned_data["note"])


@step_form("release_reply")
class ReleaseForm(_OfTheDraft):
    def run(self) -> None:
        services.release_reply(self.assignment, actor=self.actor)


class _Countersign(ShareForm):
    """The head of an assisting organ before the draft of the one that leads."""

    template = "organ/countersign.html"
    agreed: ClassVar[bool] = True

    @property
    def question(self) -> Countersignature | None:
        asked = self.assignment.countersignatures.asked()
        return asked.select_related("reply__assignment__organ", "reply__author").first()

    def run(self) -> None:
        services.countersign(
            self.assignment,
            actor=self.actor,
            agreed=self.agreed,
            reason=self.cleaned_data.get("reason", ""),
            expected_version=self.expected,
        )


@step_form("agree")
class AgreeForm(_Countersign):
    """Nothing to say: the draft is in view."""


@step_form("disagree")
class DisagreeForm(_Countersign):
    agreed: ClassVar[bool] = False
    reason = forms.CharField(
        label=_("Why your organ does not agree"),
        widget=_LONG,
        help_text=_(
            "Say what should read otherwise. The organ that leads may amend the draft, or release it with your"
            " disagreement named in it; the office reads your reason."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.assignment.replies.filter(state=ReplyState.DRAFT).last()
        if own:
            self.initial.setdefault("reason", own.body)


@step_form("ask_extension")
class ExtensionForm(StepForm):
    note = forms.CharField(
        label=_("Why more time is needed"),
        widget=_LONG,
        help_text=_("It can be asked for once. The citizen reads the reason when the office grants it."),
    )
    until = day_field(_("Until"), help_text=_("Leave it empty to ask for as long as the rule allows."))

    template = "organ/more_time.html"

    @classmethod
    def why_not(cls, moving: Any) -> str:
        return services.why_no_extension(moving.case)

    @property
    def longest(self) -> clocks.Planned:
        return clocks.Planned.by(clocks.explain_extension(self.case))

    def run(self) -> None:
        asked = self.cleaned_data
        services.ask_extension(self._share(), actor=self.actor, reason=asked["note"], until=asked["until"])

    def _share(self) -> Assignment:
        posts = posts_of(self.actor.user)  # type: ignore[arg-type]
        share = self.case.assignments.live().filter(organ__in=posts.handler | posts.head).first()
        if share is None:
            raise NotAllowed(gettext("The case is not assigned to your organ any more."))
        share.case = self.case
        return share
