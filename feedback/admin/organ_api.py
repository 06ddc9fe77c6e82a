"""Keys of organs' systems and where news is sent, as operators keep them. Every secret is shown once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.widgets import UnfoldAdminTextInputWidget, UnfoldAdminURLInputWidget

from deputies.backoffice.base import KeptAdmin, ReadOnlyAdmin, ScopedFilter
from feedback.models import OrganToken, TokenScope, Webhook, WebhookDelivery
from feedback.organ_api import feed, reaching, sending, signing, tokens
from feedback.organ_api.kinds import ChangeKind

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

_LONGEST = timedelta(days=731)
_MOST_AGAIN = 500


class TokenForm(forms.ModelForm[OrganToken]):
    """A new key: for which organ and system, what it may do, until when."""

    name = forms.CharField(
        label=gettext_lazy("Name of the system"),
        max_length=60,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy(
            "The history writes it beside what the system does. The same name again is the same system with a new key."
        ),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("may"),
        choices=TokenScope.choices,
        initial=[TokenScope.READ],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Give “release” only where the organ has said in writing that its own system has its head's consent:"
            " otherwise what the system answers waits for the head."
        ),
    )

    class Meta:
        model = OrganToken
        fields = ("organ", "scopes", "expires_on", "per_minute")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "scopes" in self.fields:
            choices = [(scope.value, f"{scope.value} · {scope.label}") for scope in TokenScope]
            self.fields["scopes"].choices = choices  # type: ignore[attr-defined]

    def clean_expires_on(self) -> Any:
        day = self.cleaned_data["expires_on"]
        if not timezone.localdate() <= day <= timezone.localdate() + _LONGEST:
            raise forms.ValidationError(_("Name a day from today on, within two years."))
        return day

    def clean_scopes(self) -> list[str]:
        """Whoever acts reads."""
        return sorted({*self.cleaned_data["scopes"], TokenScope.READ.value})


@admin.register(OrganToken)
class OrganTokenAdmin(KeptAdmin):
    """A key is made and revoked, never changed: who needs another one gets another one."""

    congress_path = "organ__congress"
    form = TokenForm
    list_display = (
        "prefix", "organ", "account", "may_do", "expires_on", "last_used_at", "made_by", "revoked_at",
    )  # fmt: skip
    list_filter = (("organ__congress", ScopedFilter),)
    list_select_related = ("organ", "account", "made_by")
    autocomplete_fields = ("organ",)
    add_fields: ClassVar[Any] = ("organ", "name", "scopes", "expires_on", "per_minute")
    fields = ("organ", "account", "prefix", "may_do", "expires_on", "per_minute", "made_by", "made_at",
              "last_used_at", "revoked_at", "revoked_by")  # fmt: skip
    readonly_fields = fields
    actions = ("revoke",)
    instead = gettext_lazy("Revoke it instead.")

    def get_fields(self, request: HttpRequest, obj: OrganToken | None = None) -> Any:
        return self.fields if obj is not None else self.add_fields

    def get_readonly_fields(self, request: HttpRequest, obj: OrganToken | None = None) -> Any:
        return self.readonly_fields if obj is not None else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("may"))
    def may_do(self, token: OrganToken) -> str:
        return ", ".join(token.scopes)

    def save_model(self, request: HttpRequest, obj: OrganToken, form: Any, change: bool) -> None:
        if change:
            return
        given = form.cleaned_data
        made, words = tokens.make(
            given["organ"],
            name=given["name"].strip(),
            scopes=given["scopes"],
            expires_on=given["expires_on"],
            per_minute=given["per_minute"],
            by=_person(request),
        )
        obj.pk, obj.account, obj.prefix = made.pk, made.account, made.prefix
        obj.words = words  # type: ignore[attr-defined]

    def response_add(
        self, request: HttpRequest, obj: OrganToken, post_url_continue: Any = None
    ) -> HttpResponse:
        told = _("The key of “%(system)s”") % {"system": obj.account}
        return shown_once(self, request, told, obj.words)  # type: ignore[attr-defined]

    @admin.action(description=gettext_lazy("Revoke: it opens nothing from now on"), permissions=["change"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[OrganToken]) -> None:
        count = sum(tokens.revoke(token, by=_person(request)) for token in queryset)
        told = ngettext("%d key was revoked.", "%d keys were revoked.", count) % count
        self.message_user(request, told, messages.SUCCESS)


def shown_once(page: KeptAdmin, request: HttpRequest, title: str, words: str) -> HttpResponse:
    """A page with a secret; like every page of the back office it is kept by no browser."""
    name = f"{page.admin_site.name}:{page.opts.app_label}_{page.opts.model_name}_changelist"
    context = {**page.admin_site.each_context(request), "title": title, "words": words, "back": name}
    return TemplateResponse(request, "backoffice/secret.html", context)


def _person(request: HttpRequest) -> Any:
    return request.user


class WebhookForm(forms.ModelForm[Webhook]):
    url = forms.URLField(
        label=gettext_lazy("address"),
        max_length=500,
        assume_scheme="https",
        widget=UnfoldAdminURLInputWidget,
        help_text=gettext_lazy("https://…; into networks that the server allows http:// too."),
    )

    class Meta:
        model = Webhook
        fields = ("organ", "url", "is_active")

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        try:
            reaching.target_of(url)
        except reaching.NotReachable as refused:
            raise forms.ValidationError(str(refused)) from None
        return url


@admin.register(Webhook)
class WebhookAdmin(KeptAdmin):
    congress_path = "organ__congress"
    form = WebhookForm
    list_display = (
        "organ", "url", "is_active", "behind", "last_ok_at", "failing_since", "last_error", "given_up_at",
    )  # fmt: skip
    list_filter = (("organ__congress", ScopedFilter), "is_active")
    list_select_related = ("organ__feed",)
    autocomplete_fields = ("organ",)
    fields = ("organ", "url", "is_active", "position", "behind", "attempts", "next_try_at", "failing_since",
              "given_up_at", "last_ok_at", "last_error", "made_by", "made_at")  # fmt: skip
    readonly_fields = fields[3:]
    fixed = ("organ",)
    actions = ("begin_again", "renew_secret")
    instead = gettext_lazy("Take the mark “in use” away instead.")

    def get_fields(self, request: HttpRequest, obj: Webhook | None = None) -> Any:
        return self.fields if obj is not None else ("organ", "url")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("still to be sent"))
    def behind(self, hook: Webhook) -> int:
        known = getattr(hook.organ, "feed", None)
        return max(0, known.last - hook.position) if known else 0

    def save_model(self, request: HttpRequest, obj: Webhook, form: Any, change: bool) -> None:
        """A new one hears of what comes from now on; what was before is read from the feed."""
        if change:
            obj.given_up_at = None if obj.is_active else obj.given_up_at
            super().save_model(request, obj, form, change)
            if "is_active" in form.changed_data and obj.is_active:
                sending.begin_again(obj)
            return
        obj.secret = signing.new_secret()  # type: ignore[attr-defined]
        obj.sealed = signing.sealed_new(obj.secret)  # type: ignore[attr-defined]
        obj.position, obj.made_by = feed.begin(obj.organ).last, _person(request)
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: Webhook, post_url_continue: Any = None) -> HttpResponse:
        return shown_once(self, request, _("The secret of the signatures"), obj.secret)  # type: ignore[attr-defined]

    @admin.action(
        description=gettext_lazy("Begin again: send what was not taken, in order"), permissions=["change"]
    )
    def begin_again(self, request: HttpRequest, queryset: QuerySet[Webhook]) -> None:
        for hook in queryset:
            sending.begin_again(hook)
        self.message_user(request, _("What was not taken is sent now, in order."), messages.SUCCESS)

    @admin.action(
        description=gettext_lazy("New secret; the present one counts three days more"), permissions=["change"]
    )
    def renew_secret(self, request: HttpRequest, queryset: QuerySet[Webhook]) -> HttpResponse | None:
        chosen = list(queryset[:2])
        if len(chosen) != 1:
            self.message_user(request, _("Choose one address."), messages.ERROR)
            return None
        secret = signing.new_secret()
        Webhook.objects.filter(pk=chosen[0].pk).update(sealed=signing.renewed(chosen[0].sealed, secret))
        return shown_once(self, request, _("The new secret of the signatures"), secret)


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(ReadOnlyAdmin):
    """What was sent, how it was answered, and once more if need be."""

    congress_path = "webhook__organ__congress"
    list_display = (
        "webhook",
        "what",
        "attempts",
        "first_at",
        "last_at",
        "http_status",
        "error",
        "delivered_at",
        "again",
    )
    list_filter = ("delivered_at",)
    list_select_related = ("webhook__organ", "change__event__case")
    fields = list_display
    actions = ("send_again",)

    @admin.display(description=gettext_lazy("what it tells"))
    def what(self, row: WebhookDelivery) -> str:
        return f"{row.change.seq} · {row.change.event.case.number} · {ChangeKind(row.change.kind).label}"

    @admin.action(description=gettext_lazy("Send again, with the same id"))
    def send_again(self, request: HttpRequest, queryset: QuerySet[WebhookDelivery]) -> None:
        count = sending.want_again(queryset.values_list("pk", flat=True)[:_MOST_AGAIN])
        told = ngettext("%d delivery is sent again.", "%d deliveries are sent again.", count) % count
        self.message_user(request, told, messages.SUCCESS)
