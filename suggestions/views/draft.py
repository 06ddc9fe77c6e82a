"""One draft: its words beside the opinions it grows from, kept by themselves, signed by others, handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actors import Actor
from casework.confidential import shielded
from casework.errors import Incomplete, NotAllowed, Refused
from casework.views.keeping import kept, not_kept
from deputies.mandates import phase_of
from deputies.models import posts_of
from suggestions import services
from suggestions.access import drafts_visible_to
from suggestions.forms import DraftForm, InviteForm, LinkForm
from suggestions.models import Answer, Suggestion
from suggestions.sources import counts_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def find(request: HttpRequest, pk: int, *, own: bool = True) -> Suggestion:
    """The draft, if this reader may read it; 404 otherwise, 403 where it is another deputy's to write."""
    rows = drafts_visible_to(request.user).select_related("deputy", "congress", "organ")
    found = get_object_or_404(rows, pk=pk)
    if own and found.deputy_id not in posts_of(request.user).deputy:
        raise PermissionDenied(_("Only the deputy who leads it writes a draft. You can read and sign it."))
    return found


@login_required
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Write, keep, and hand in."""
    suggestion = find(request, pk)
    if request.method != "POST":
        return _page(request, suggestion, DraftForm(instance=suggestion))
    if suggestion.case_id:
        raise PermissionDenied(_("It has been handed in."))
    form = DraftForm(request.POST, instance=find(request, pk))
    if not form.is_valid():
        return _page(request, suggestion, form, status=400)
    try:
        _keep(request, suggestion, form)
        if "_hand_in" in request.POST:
            hand_in = services.motions.hand_in_motion if suggestion.is_motion else services.hand_in
            case = hand_in(suggestion, actor=Actor.of(request.user))
            messages.success(request, _("Handed in: %(title)s") % {"title": case.title})
            return redirect("case", case.number)
    except Incomplete as missing:
        form.add_error(missing.field if missing.field in form.fields else None, str(missing))
        suggestion.refresh_from_db()
        return _page(request, suggestion, form, status=400)
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None
    except Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, suggestion, form, status=refused.status_code)
    messages.success(request, _("The draft is kept."))
    return redirect("draft", pk)


def _keep(request: HttpRequest, suggestion: Suggestion, form: DraftForm) -> None:
    """What stands in the form; while others sign the words stay as they are."""
    if suggestion.stage == "drafting":
        services.save(
            suggestion,
            actor=Actor.of(request.user),
            expected_version=form.cleaned_data["version"],
            **form.words,
        )


def _page(
    request: HttpRequest, suggestion: Suggestion, form: DraftForm, status: int = 200, **more: Any
) -> HttpResponse:
    if form.is_bound:
        sent: Any = form.data
        form.data = sent = sent.copy()
        sent["version"] = str(suggestion.version)
    links = list(suggestion.links.select_related("opinion__division", "opinion__topic", "opinion__opinion"))
    for link in links:
        link.opinion = shielded(link.opinion, request.user)
    context = {
        "suggestion": suggestion,
        "form": form,
        "links": links,
        "counts": counts_of(link.opinion for link in links),
        "link_form": LinkForm(user=request.user, besides=suggestion),  # type: ignore[arg-type]
        "invite_form": InviteForm(suggestion=suggestion),
        "invitations": list(suggestion.invitations.select_related("deputy")),
        "unsigned": suggestion.invitations.filter(state=Answer.ASKED).count(),
        "receiver": services.receiver_of(suggestion.congress, phase_of(suggestion.congress)).label,
        "rule": services.motions.needed(suggestion.congress) if suggestion.is_motion else None,
        "cutoff": services.motions.cut_off(suggestion.congress) if suggestion.is_motion else None,
        "signed": 1 + suggestion.invitations.filter(state=Answer.SIGNED).count(),
        **more,
    }
    return render(request, "suggestions/draft.html", context, status=status)


@login_required
@require_POST
def draft_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what is being written, from the page itself: answers with the time and the version, or with a sentence.

    What was not kept leaves the page's version as it was: 422 for words that cannot be, 409 for older ones.
    """
    suggestion = find(request, pk)
    form = DraftForm(request.POST, instance=find(request, pk))
    if not form.is_valid():
        return not_kept(request, _("Not kept: something in the form is too long or unknown."), 422)
    try:
        _keep(request, suggestion, form)
    except Refused as refused:
        return not_kept(request, str(refused), refused.status_code)
    return kept(request, suggestion.saved_at, suggestion.version)


@login_required
@require_POST
def draft_step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Link or unlink an opinion, ask deputies to sign, change the words again, throw away."""
    suggestion = find(request, pk)
    try:
        return _STEPS[action](request, suggestion)
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("draft", pk)


def _link(request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
    form = LinkForm(request.POST, user=request.user, besides=suggestion)  # type: ignore[arg-type]
    for case in form.cleaned_data["opinions"] if form.is_valid() else ():
        services.link(suggestion, case, actor=Actor.of(request.user))
    return redirect("draft", suggestion.pk)


def _unlink(request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
    link = get_object_or_404(suggestion.links, opinion__number=request.POST.get("opinion", ""))
    services.unlink(suggestion, link.opinion, actor=Actor.of(request.user))
    return redirect("draft", suggestion.pk)


def _invite(request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
    form = InviteForm(request.POST, suggestion=suggestion)
    if not form.is_valid():
        return _page(request, suggestion, DraftForm(instance=suggestion), status=400, invite_form=form)
    try:
        services.invite(
            suggestion,
            form.cleaned_data["names"],
            actor=Actor.of(request.user),
            until=form.cleaned_data["until"],
        )
    except Incomplete as missing:
        form.add_error({"deputies": "names", "until": "until"}.get(missing.field), str(missing))
        return _page(request, suggestion, DraftForm(instance=suggestion), status=400, invite_form=form)
    messages.success(request, _("They have been asked. They read and sign it in their own sessions."))
    return redirect("draft", suggestion.pk)


def _reopen(request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
    services.reopen(suggestion, actor=Actor.of(request.user))
    return redirect("draft", suggestion.pk)


def _throw_away(request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
    services.throw_away(suggestion, actor=Actor.of(request.user))
    messages.success(request, _("The draft is thrown away. The opinions it was linked to are as they were."))
    return redirect("my_suggestions")


_STEPS = {"link": _link, "unlink": _unlink, "invite": _invite, "reopen": _reopen, "throw_away": _throw_away}


@login_required
def draft_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the whole draft, then sign it or not: two taps on a phone."""
    suggestion = find(request, pk, own=False)
    mine = posts_of(request.user).deputy
    row = suggestion.invitations.filter(deputy__in=mine).select_related("deputy").first()
    refused, status = "", 200
    if request.method == "POST":
        try:
            _answer(request, suggestion)
            return redirect("my_suggestions")
        except NotAllowed as error:
            raise PermissionDenied(str(error)) from None
        except Refused as error:
            refused, status = str(error), error.status_code
            suggestion.refresh_from_db()
    if row is None:
        raise PermissionDenied(_("You have not been asked to sign this suggestion."))
    context = {
        "suggestion": suggestion,
        "row": row,
        "refused": refused or ("" if suggestion.case_id else services.why_not_signed(suggestion, row)),
    }
    return render(request, "suggestions/sign.html", context, status=status)


def _answer(request: HttpRequest, suggestion: Suggestion) -> None:
    actor = Actor.of(request.user)
    if suggestion.case_id:
        return _answer_late(request, suggestion, actor)
    if "_decline" in request.POST:
        services.decline(suggestion, actor=actor)
        messages.success(request, _("You do not sign “%(title)s”.") % {"title": suggestion.title})
        return
    version = request.POST.get("version", "")
    services.sign(suggestion, actor=actor, expected_version=int(version) if version.isdigit() else 0)
    messages.success(request, _("You have signed “%(title)s”.") % {"title": suggestion.title})


def _answer_late(request: HttpRequest, suggestion: Suggestion, actor: Actor) -> None:
    """A motion that was returned to be completed: signed while it is, or left."""
    if "_sign" in request.POST and suggestion.case is not None:
        services.motions.sign_motion(suggestion.case, actor=actor)
        messages.success(request, _("You have signed “%(title)s”.") % {"title": suggestion.title})
