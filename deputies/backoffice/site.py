"""The admin site behind the portal's own door."""

from __future__ import annotations

from functools import update_wrapper
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.sites import UnfoldAdminSite

from deputies.backoffice.scope import scope_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class BackOfficeSite(UnfoldAdminSite):
    """Signing in goes through the portal's own pages with the second factor; an operator's post opens the rest."""

    index_title = gettext_lazy("Back office")
    index_template = "backoffice/index.html"
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        return scope_of(request).enters

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:
        """Somebody else who has signed in is told so; only visitors are sent to sign in."""
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied(
                    _("The back office is for operators. Ask yours if you need something changed.")
                )
            return inner(request, *args, **kwargs)

        return update_wrapper(guarded, view)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        goal = request.GET.get("next") or reverse(f"{self.name}:index")
        if self.has_permission(request):
            return HttpResponseRedirect(reverse(f"{self.name}:index"))
        return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': goal})}")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # type: ignore[override]
        return HttpResponseRedirect(reverse("account_logout"))

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return HttpResponseRedirect(reverse("account_change_password"))
