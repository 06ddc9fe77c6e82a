"""Sign-in and one's own account. Names are django-allauth's where it looks them up itself.

There is no sign-up, no mail with a password link, and no way to do without a second factor.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from django.urls import path
from django.views.generic import RedirectView

from accounts import views

urlpatterns = [
    path("", views.AccountView.as_view(), name="account_overview"),
    path("login/", views.LoginView.as_view(), name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("sign-out-elsewhere/", views.SignOutElsewhereView.as_view(), name="account_sign_out_elsewhere"),
    path("confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", views.PasswordChangeView.as_view(), name="account_change_password"),
    path("password/forgotten/", views.ForgottenPasswordView.as_view(), name="account_reset_password"),
    path("code/", views.AuthenticateView.as_view(), name="mfa_authenticate"),
    path("code/confirm/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("second-factor/", RedirectView.as_view(pattern_name="account_overview"), name="mfa_index"),
    path("second-factor/app/", views.SetUpView.as_view(), name="mfa_activate_totp"),
    path("second-factor/codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second-factor/codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
]
