"""Forms of sign-in. Each attempt at a password or a code is slowed by ``accounts.attempts``."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import get_totp_secret
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import attempts, services, totp
from accounts.models import LoginEventKind

if TYPE_CHECKING:
    from accounts.models import User


class LoginForm(account_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _describe(self.fields["login"], _("User name"), autocapitalize="none", spellcheck="false")
        _describe(self.fields["password"], _("Password"))


class ReauthenticateForm(account_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _describe(self.fields["password"], _("Password"))


class ChangePasswordForm(account_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _describe(self.fields["oldpassword"], _("Current password"))
        _describe(self.fields["password1"], _("New password"), keep_help=True)
        _describe(self.fields["password2"], _("New password again"))

    def clean_oldpassword(self) -> str:
        password: str = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("enter_current_password")
        return password


class CodeField(forms.CharField):
    """Six digits from the app or eight from the list; full-width digits and spaces are taken as well."""

    widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 20, "label": _("Code"), **kwargs})

    def to_python(self, value: Any) -> str:
        return unicodedata.normalize("NFKC", super().to_python(value) or "").replace(" ", "")


class SecondFactorForm(forms.Form):
    """A code from the authenticator app, or one of the recovery codes."""

    code = CodeField()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.authenticator: Authenticator | None = None

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        attempt = attempts.at_code(context.request, self.user)
        attempt.begin()
        self.authenticator = self._accepting(code)
        if self.authenticator is None:
            attempt.fail(LoginEventKind.WRONG_CODE)
            raise get_adapter().validation_error("incorrect_code")
        attempt.succeed()
        return code

    def _accepting(self, code: str) -> Authenticator | None:
        for authenticator in Authenticator.objects.filter(user=self.user):
            if authenticator.type == Authenticator.Type.TOTP:
                if totp.accept(authenticator, code, reusable=self.user.is_demo):
                    return authenticator
            elif authenticator.wrap().validate_code(code):
                return authenticator
        return None

    def save(self, *, reauthenticated: bool = False) -> None:
        if self.authenticator is None:
            raise ValueError("No code was accepted.")
        if self.authenticator.type == Authenticator.Type.RECOVERY_CODES:
            services.note(kind=LoginEventKind.RECOVERY_CODE_USED, request=context.request, user=self.user)
        authenticator = Authenticator.objects.select_related("user").get(pk=self.authenticator.pk)
        post_authentication(context.request, authenticator, reauthenticated=reauthenticated)


class ConfirmSecondFactorForm(SecondFactorForm):
    def save(self, *, reauthenticated: bool = True) -> None:
        super().save(reauthenticated=reauthenticated)


class SetUpForm(forms.Form):
    """The first code of a new authenticator; the secret stays the same when the page is loaded again."""

    code = CodeField(label=_("Code shown by the app"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.secret: str = get_totp_secret()

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not totp.is_code_of(self.secret, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


def _describe(field: forms.Field, label: Any, *, keep_help: bool = False, **attrs: str) -> None:
    """Our own label, no placeholder: it vanishes when one types and is too pale to read."""
    field.label = label
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)
    if not keep_help:
        field.help_text = ""
