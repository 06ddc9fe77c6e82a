"""How people and logs look in the operators' back office.

Who may see and change them depends on posts, which the room above knows: it registers these pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from accounts import access_log, services

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from accounts.models import AccessLog, User

for model in (Group, EmailAddress, Authenticator):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class TemporaryPasswordForm(AdminPasswordChangeForm):
    """A password somebody else has set is changed by its owner at the next sign-in."""

    def save(self, commit: bool = True) -> User:
        self.user.password_is_temporary = True
        user: User = super().save(commit)
        return user


class StaffCreationForm(UserCreationForm):
    """A new account; its password is temporary."""


class UserPage(DjangoUserAdmin, ModelAdmin):
    """A password set here is temporary: the person chooses their own at the next sign-in."""

    form = UserChangeForm
    add_form = StaffCreationForm
    change_password_form = TemporaryPasswordForm
    list_display = ("username", "display_name", "is_active", "is_demo", "last_login")
    list_filter: ClassVar[Any] = ("is_active", "is_demo")
    search_fields = ("username", "display_name", "email")
    ordering = ("username",)
    actions = ("reset_second_factor",)
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password", "password_is_temporary")}),
        (_("Person"), {"fields": ("display_name", "email", "phone", "language")}),
        (_("Access"), {"fields": ("is_active", "is_staff", "is_superuser", "is_demo")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets: Any = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("username", "display_name", "password1", "password2"),
            },
        ),
    )
    readonly_fields = ("last_login", "date_joined", "is_demo")

    @admin.action(description=_("Reset the second factor (ask the person to prove who they are first)"))
    def reset_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        users = [user for user in queryset if self.has_change_permission(request, user)]
        for user in users:
            services.reset_second_factor(user=user, request=request)
        count = len(users)
        self.message_user(
            request,
            ngettext("%d second factor was reset.", "%d second factors were reset.", count) % count,
            messages.SUCCESS,
        )

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.password_is_temporary = True
        super().save_model(request, obj, form, change)


class AccessLogPage(ModelAdmin):
    list_display = ("at", "actor_kind", "user", "subject_in_words", "subject_id", "purpose_in_words", "note")
    list_filter = ("actor_kind",)
    list_select_related = ("user",)
    date_hierarchy = "at"

    @admin.display(description=_("kind of subject"), ordering="subject_kind")
    def subject_in_words(self, line: AccessLog) -> str:
        return access_log.words_for(line.subject_kind)

    @admin.display(description=_("purpose"), ordering="purpose")
    def purpose_in_words(self, line: AccessLog) -> str:
        return access_log.words_for(line.purpose)


class LoginEventPage(ModelAdmin):
    list_display = ("at", "user", "kind", "address_digest")
    list_filter = ("kind",)
    list_select_related = ("user",)
    date_hierarchy = "at"
