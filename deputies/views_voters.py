"""The code of a voter: handed out at the station, entered by the voter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts import slowdown
from accounts.addresses import client_address
from accounts.slowdown import Bucket, MustWaitError
from deputies import voters
from deputies.models import Constituency, Deputy, posts_of

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpRequest, HttpResponse

_FREE = 10  # wrong codes of one address before it has to wait


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code from the station"),
        max_length=20,
        error_messages={"required": gettext_lazy("Write the code that the station gave you.")},
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off", "autocapitalize": "none"}),
    )


class HandOutForm(forms.Form):
    """``checked`` is asked for: whoever hands out a code says so with each one."""

    constituency = forms.ModelChoiceField(
        label=gettext_lazy("Constituency"),
        queryset=Constituency.objects.none(),
        error_messages={
            "required": gettext_lazy("Choose the constituency in which the voter is registered.")
        },
    )
    checked = forms.BooleanField(
        label=gettext_lazy("I have found this person on the voters' list of the constituency"),
        error_messages={"required": gettext_lazy("Look at the voters' list first.")},
    )

    def __init__(self, *args: Any, congresses: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["constituency"]
        field.queryset = Constituency.objects.filter(congress__in=congresses)  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    """A right code leads back to the deputy's page; wrong ones cost time, as passwords do."""
    form = CodeForm(request.POST or None)
    back = _deputy(request)
    if request.method != "POST" or not form.is_valid():
        return render(
            request, "public/voter.html", {"form": form, "back": back}, status=400 if form.errors else 200
        )
    bucket = [Bucket(f"voter:{client_address(request)}", _FREE)]
    try:
        slowdown.pay(bucket)
    except MustWaitError as early:
        response = render(request, "errors/429.html", {"wait": early.seconds}, status=429)
        response["Retry-After"] = str(early.seconds)
        return response
    constituency = voters.constituency_of(form.cleaned_data["code"])
    if constituency is None:
        form.add_error(
            "code", _("This code is not right, or it is too old. The station gives you a new one.")
        )
        return render(request, "public/voter.html", {"form": form, "back": back}, status=400)
    slowdown.pay_back(bucket)
    response = redirect("short_deputy", back.short_code) if back else redirect("find")
    voters.remember(request, response, constituency)
    return response


def _deputy(request: HttpRequest) -> Deputy | None:
    """The deputy from whose page somebody came; never an address that was sent along."""
    return Deputy.objects.in_office().filter(short_code=request.GET.get("deputy", "")[:12]).first()


@login_required
@require_http_methods(["GET", "POST"])
def hand_out(request: HttpRequest) -> HttpResponse:
    """One code for one voter, shown once."""
    posts = posts_of(request.user)
    if not posts.has("officer", "station"):
        raise PermissionDenied(_("Codes for voters are handed out by liaison offices and stations."))
    form = HandOutForm(request.POST or None, congresses=posts.congresses)
    code = ""
    if request.method == "POST" and form.is_valid():
        code = voters.issue(form.cleaned_data["constituency"], by=request.user)  # type: ignore[arg-type]
    context = {"form": form, "code": code, "days": voters.GOOD_FOR.days}
    response = render(request, "desk/voters.html", context, status=400 if form.errors else 200)
    response["Cache-Control"] = "private, no-store"
    return response
