"""People who work with the portal, the posts they hold, and the logs of what they did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from accounts.admin import AccessLogPage, LoginEventPage, StaffCreationForm, UserPage
from accounts.models import AccessLog, LoginEvent, User
from accounts.roles import Role
from deputies.backoffice.base import KeptAdmin, KeptInline, ReadOnlyAdmin, ScopedFilter, limited
from deputies.backoffice.scope import Scope, scope_of
from deputies.models import Deputy, LiaisonStation, Organ, PeoplesCongress, Post, SpecialCommittee

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

_NEEDS = {Role.STATION: "station", Role.HANDLER: "organ", Role.HEAD: "organ", Role.DEPUTY: "deputy"}
_MAY_HAVE = {Role.COMMITTEE: "special_committee"}
_PARTS = ("station", "organ", "deputy", "special_committee")


def check_post(form: Any, data: dict[str, Any]) -> None:
    """A role has the body it needs, of the same congress, and no other."""
    role, congress = data.get("role"), data.get("congress")
    needed = _NEEDS.get(Role(role)) if role else None
    known = needed or (_MAY_HAVE.get(Role(role)) if role else None)
    for part in _PARTS:
        given = data.get(part)
        if part == needed and given is None and part not in form.errors:
            form.add_error(part, _("This role needs one."))
        elif given is not None and part != known:
            form.add_error(part, _("This role has none: leave it empty."))
        elif given is not None and congress is not None and given.congress_id != congress.pk:
            form.add_error(part, _("This one belongs to another congress."))


class PostForm(forms.ModelForm):
    class Meta:
        model = Post
        fields = ("role", "congress", *_PARTS, "starts_on", "ends_on")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        check_post(self, data)
        return data


class PostInline(KeptInline):
    """A post ends; it is not deleted."""

    model = Post
    form = PostForm
    lasting = True
    autocomplete_fields = _PARTS

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).select_related("congress", *_PARTS, "user")
        scope = scope_of(request)
        return rows if scope.everything else rows.filter(congress__in=scope.congresses)


class NewStaffForm(StaffCreationForm):
    """A new account with its first post. A superuser may leave the post for later."""

    role = forms.ChoiceField(
        label=_("role"), choices=[("", "—"), *Role.choices], required=False, widget=UnfoldAdminSelectWidget
    )
    congress = forms.ModelChoiceField(
        label=_("congress"),
        queryset=PeoplesCongress.objects.none(),
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    station = forms.ModelChoiceField(
        label=_("station"),
        queryset=LiaisonStation.objects.none(),
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    organ = forms.ModelChoiceField(
        label=_("organ"), queryset=Organ.objects.none(), required=False, widget=UnfoldAdminSelectWidget
    )
    deputy = forms.ModelChoiceField(
        label=_("deputy"), queryset=Deputy.objects.none(), required=False, widget=UnfoldAdminSelectWidget
    )
    special_committee = forms.ModelChoiceField(
        label=_("special committee"),
        queryset=SpecialCommittee.objects.none(),
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    scope: ClassVar[Scope]
    site: ClassVar[Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("congress", *_PARTS):
            field: Any = self.fields[name]
            field.queryset = limited(self.site, field.queryset.model._default_manager.all(), self.scope)
        self.fields["role"].required = self.fields["congress"].required = not self.scope.everything
        if len(self.scope.congresses) == 1:
            self.fields["congress"].initial = next(iter(self.scope.congresses))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("role"):
            check_post(self, data)
            if data.get("congress") is None and "congress" not in self.errors:
                self.add_error("congress", _("A post is held in a congress."))
        return data


@admin.register(User)
class UserAdmin(KeptAdmin, UserPage):
    """Whoever has a post here is seen; changed is only who has posts nowhere else, and never a superuser."""

    congress_path = "posts__congress"
    inlines = (PostInline,)
    add_form = NewStaffForm
    list_filter: ClassVar[Any] = (("posts__congress", ScopedFilter), "posts__role", "is_active")
    add_fieldsets: Any = (
        (None, {"fields": ("username", "display_name", "phone", "email")}),
        (_("Temporary password"), {"fields": ("password1", "password2")}),
        (_("Post"), {"fields": ("role", "congress", *_PARTS)}),
    )

    def limit(self, queryset: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
        if scope.everything:
            return queryset
        here = Post.objects.filter(user=OuterRef("pk"), congress__in=scope.congresses)
        return queryset.filter(Exists(here), is_superuser=False)

    def keeps(self, request: HttpRequest, obj: Any = None) -> bool:
        scope = scope_of(request)
        if obj is not None and obj.is_system:
            return False  # it is kept with its tokens: a password would make a person of it
        if obj is None or scope.everything:
            return scope.enters
        elsewhere = Post.objects.filter(user=obj).exclude(congress__in=scope.congresses)
        return scope.enters and not obj.is_superuser and not elsewhere.exists()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        if obj is None:
            form.scope, form.site = scope_of(request), self.admin_site
        return form

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """The first post is asked for on the form itself."""
        return self.inlines if obj is not None else ()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        fields = super().get_readonly_fields(request, obj)
        return fields if scope_of(request).everything else (*fields, "is_staff", "is_superuser")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        sets = super().get_fieldsets(request, obj)
        if obj is None or scope_of(request).everything:
            return sets
        hidden = {"is_staff", "is_superuser"}
        return [
            (title, {**options, "fields": tuple(one for one in options["fields"] if one not in hidden)})
            for title, options in sets
        ]

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        data = form.cleaned_data
        if not change and data.get("role"):
            parts = {name: data.get(name) for name in _PARTS}
            Post.objects.create(
                user=obj,
                role=data["role"],
                congress=data["congress"],
                starts_on=timezone.localdate(),
                **parts,
            )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class _OfPeople(ReadOnlyAdmin):
    """A log of what users did: an operator reads that of the people who have a post here."""

    congress_path = "user__posts__congress"

    def limit(self, queryset: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
        if scope.everything:
            return queryset
        people = Post.objects.filter(congress__in=scope.congresses).values("user")
        return queryset.filter(user__in=people)


@admin.register(AccessLog)
class AccessLogAdmin(_OfPeople, AccessLogPage):
    pass


@admin.register(LoginEvent)
class LoginEventAdmin(_OfPeople, LoginEventPage):
    pass
