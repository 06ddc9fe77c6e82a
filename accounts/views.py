"""Pages of one's own account and of signing in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import segno
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import LoginView as AllauthLoginView
from allauth.account.views import PasswordChangeView as AllauthPasswordChangeView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView as AllauthAuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import clear_totp_secret
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView

from accounts import access_log, demo, services, totp
from accounts.addresses import address_digest
from accounts.forms import SetUpForm
from accounts.models import LoginEventKind

if TYPE_CHECKING:
    from accounts.models import User

SHOWN = 20


class _OwnAccount(LoginRequiredMixin, View):
    @property
    def user(self) -> User:
        return self.request.user  # type: ignore[return-value]


class AccountView(_OwnAccount, TemplateView):
    """Who I am here, when I signed in, what I looked at."""

    template_name = "account/overview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            login_events=self.user.login_events.all()[:SHOWN],
            looks=access_log.seen_by(self.user.pk)[:SHOWN],
            this_address=address_digest(self.request),
            recovery_codes_left=_codes_left(self.user),
        )


class SignOutElsewhereView(_OwnAccount):
    """Ends every other session of the user; this one goes on under a new key."""

    def post(self, request: HttpRequest) -> HttpResponse:
        services.end_sessions(user=self.user)
        update_session_auth_hash(request, self.user)
        services.note(kind=LoginEventKind.SIGNED_OUT_ELSEWHERE, request=request, user=self.user)
        messages.success(request, _("You are signed out on every other device."))
        return redirect("account_overview")


class LoginView(AllauthLoginView):
    def get_initial(self) -> dict[str, Any]:
        """The demo's list of accounts fills in the user name; nowhere else does an address."""
        chosen = {"login": self.request.GET.get("login", "")} if demo.password() else {}
        return super().get_initial() | chosen

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs, demo_accounts=demo.accounts(), demo_password=demo.password()
        )


class AuthenticateView(AllauthAuthenticateView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.stage.login.user
        return super().get_context_data(**kwargs) | {"demo_code": demo.code_for(user), "signing_in": user}


@method_decorator(never_cache, name="dispatch")
@method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
class SetUpView(_OwnAccount, FormView):
    """Set up the authenticator app, or replace it: the old one works until the new one has shown a code."""

    form_class = SetUpForm
    template_name = "mfa/totp/activate_form.html"
    success_url = reverse_lazy("mfa_view_recovery_codes")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        url = get_adapter().build_totp_url(self.user, secret)
        return context | {
            # On white whatever the theme: phones do not read a light code on a dark ground.
            "picture": segno.make(url).svg_data_uri(light="white", border=4),
            "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
            "url": url,
            "replacing": totp.has_second_factor(self.user),
            "demo_code": demo.code_of_secret(self.user, secret),
        }

    def form_valid(self, form: SetUpForm) -> HttpResponse:
        with transaction.atomic():
            authenticator = totp.set_secret(self.user, form.secret)
            totp.accept(authenticator, form.cleaned_data["code"])
            RecoveryCodes.activate(self.user)
            services.end_sessions(user=self.user)
            services.note(kind=LoginEventKind.SECOND_FACTOR_SET, request=self.request, user=self.user)
        update_session_auth_hash(self.request, self.user)
        clear_totp_secret(self.request)
        record_authentication(self.request, self.user, "mfa", id=authenticator.pk, type=authenticator.type)
        return HttpResponseRedirect(self.get_success_url())


class PasswordChangeView(LoginRequiredMixin, AllauthPasswordChangeView):
    success_url = reverse_lazy("account_overview")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if getattr(request.user, "is_demo", False):
            messages.info(request, _("A demo account is shared: its password stays as it is."))
            return redirect("account_overview")
        return super().dispatch(request, *args, **kwargs)


class ForgottenPasswordView(TemplateView):
    """Whom to ask: passwords are not sent by mail, because not everybody here has a mailbox of their own."""

    template_name = "account/password_reset.html"


def _codes_left(user: User) -> int:
    authenticator = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(authenticator.wrap().get_unused_codes()) if authenticator else 0
