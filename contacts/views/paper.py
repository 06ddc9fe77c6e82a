"""Paper: numbered forms and codes to print, and the page on which filled-in forms are typed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.actors import Actor
from casework.errors import Refused
from contacts import services
from contacts.access import roles_on
from contacts.forms.answering import ROWS, PaperForm
from contacts.forms.inquiries import (
    CopiesForm,
)
from contacts.models import Inquiry
from contacts.qr import qr_of
from contacts.services.printing import MOST_PRINTED
from contacts.views.records import refuse

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
from contacts.views.inquiries import find_inquiry


# --- Paper ------------------------------------------------------------------------------------------------
@login_required
@require_POST
def inquiry_print(request: HttpRequest, pk: int) -> HttpResponse:
    """Numbered forms to print, each with the QR code of the page online."""
    found, form = find_inquiry(request, pk), CopiesForm(request.POST)
    return _printed(request, found, form, services.print_forms, "contacts/paper_forms.html")


@login_required
@require_POST
def inquiry_codes(request: HttpRequest, pk: int) -> HttpResponse:
    """Slips with a code each; shown this once."""
    found, form = find_inquiry(request, pk), CopiesForm(request.POST)
    return _printed(request, found, form, services.print_codes, "contacts/code_slips.html")


def _printed(
    request: HttpRequest, found: Inquiry, form: CopiesForm, make: Callable[..., list[str]], template: str
) -> HttpResponse:
    if not form.is_valid():
        messages.warning(request, _("From 1 to %(most)d at a time.") % {"most": MOST_PRINTED})
        return redirect("inquiry", found.pk)
    try:
        made = make(found, actor=Actor.of(request.user), copies=form.cleaned_data["copies"])
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("inquiry", found.pk)
    url = f"{settings.PORTAL_URL}{reverse('inquiry_answer', args=[found.pk])}"
    context = {
        "inquiry": found,
        "made": made,
        "questions": found.questions.prefetch_related("options"),
        "grades": range(1, 6),
        "url": url,
        "qr": qr_of(url),
        "back_url": reverse("inquiry", args=[found.pk]),
        "printed_on": timezone.localdate(),
    }
    return render(request, template, context)


@login_required
@sensitive_post_parameters()
def inquiry_type(request: HttpRequest, pk: int) -> HttpResponse:
    """Type in paper forms, one row a form. Good rows are taken; bad ones stay with their errors, nothing is lost."""
    found = find_inquiry(request, pk)
    if not roles_on(request.user, found) & {"officer", "station"}:
        raise PermissionDenied(_("Only the liaison office and the stations type in forms."))
    if found.status not in ("open", "closed"):
        messages.warning(
            request, _("Forms are typed in while it is open, and until its result is published.")
        )
        return redirect("inquiry", found.pk)
    left, taken = _typed(request, found) if request.method == "POST" else ([], 0)
    fresh = [PaperForm(inquiry=found, prefix=f"r{place}") for place in range(len(left), ROWS)]
    if taken:
        words = ngettext("%(n)d form taken.", "%(n)d forms taken.", taken)
        messages.success(request, words % {"n": taken})
    context = {"inquiry": found, "rows": [*left, *fresh], "bad": left, "count": found.responses.count()}
    return render(request, "contacts/type_in.html", context, status=400 if left else 200)


def _typed(request: HttpRequest, found: Inquiry) -> tuple[list[PaperForm], int]:
    """The rows that could not be taken, as they were typed, and how many were."""
    bad, taken = [], 0
    actor, language = Actor.of(request.user), get_language() or "zh-hans"
    for place in range(ROWS):
        form = PaperForm(request.POST, inquiry=found, prefix=f"r{place}")
        if form.is_blank:
            continue
        if form.is_valid() and _answered(form, found, actor, language):
            taken += 1
        else:
            bad.append(form)
    return bad, taken


def _answered(form: PaperForm, found: Inquiry, actor: Actor, language: str) -> bool:
    try:
        services.answer(found, form.filled(language), actor=actor)
    except Refused as refused:
        refuse(form, refused)
        return False
    return True
