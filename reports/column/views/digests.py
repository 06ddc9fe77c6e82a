"""The digest of public opinion: the register, compiling an issue, sending it, signing for it, what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actors import Actor
from casework.errors import Refused
from casework.official import pdf, word
from casework.paging import keyset
from casework.typed import whole
from contacts.views.doors import for_officers
from contacts.views.stepping import took
from contacts.year.views.common import chosen_congress, my_congresses
from deputies.models import PeoplesCongress, posts_of
from reports.column import digests, gathering, papers
from reports.column.access import SENT, digests_visible_to, receipts_of
from reports.column.forms.writing import AdoptionForm, EntryForm, FollowForm, IssueForm
from reports.column.models import Adoption, DigestEntry, DigestIssue
from reports.column.views.common import actions, base_of, download, history, tabs, take_step

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_WRITERS = {
    "docx": (word.write, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (pdf.write, "application/pdf"),
}


@login_required
def digest_register(request: HttpRequest) -> HttpResponse:
    """The issues, the latest first, with the year's figures; an organ's are those that were sent to it."""
    posts = posts_of(request.user)
    if not digests.is_reader(request.user):  # type: ignore[arg-type]
        raise PermissionDenied(_("The digest is for those to whom it is sent."))
    rows = digests_visible_to(request.user).select_related("congress").prefetch_related("receipts")
    rows = rows.prefetch_related("entries__adoptions")
    year = timezone.localdate().year
    mine = PeoplesCongress.objects.filter(pk__in=posts.officer | posts.committee).order_by("code")
    context = {
        "tabs": tabs("digests") if mine else [],
        "page": keyset(rows, "month", request.GET, descending=True),
        "figures": [(one, digests.figures(one, year)) for one in mine],
        "year": year,
        "may_write": bool(posts.officer),
    }
    return render(request, "column/digests.html", context)


def _find(request: HttpRequest, pk: int) -> DigestIssue:
    return get_object_or_404(digests_visible_to(request.user).select_related("congress"), pk=pk)


@login_required
def digest(request: HttpRequest, pk: int) -> HttpResponse:
    """One issue: its matters, who signed for it, what was done with it."""
    found = _find(request, pk)
    posts = posts_of(request.user)
    is_office = found.congress_id in posts.officer | posts.committee
    entries = found.entries.select_related("topic", "place").prefetch_related("adoptions", "cases")
    context = {
        "base": base_of(request),
        "issue": found,
        "entries": entries,
        "is_sent": found.status in SENT,
        "may_change": found.status == "draft" and found.congress_id in posts.officer,
        "may_adopt": found.status in SENT and is_office,
        "is_office": is_office,
        "receipts": found.receipts.all() if is_office else receipts_of(request.user, found),
        "mine": set(receipts_of(request.user, found).filter(signed_at=None).values_list("pk", flat=True)),
        "signs_for_others": found.congress_id in posts.officer,
        "actions": actions(
            request,
            found,
            lambda action: reverse("digest_step", args=[found.pk, action]),
            primary=("submit", "release"),
        ),
        "events": history(found.events.all()) if is_office else [],
    }
    return render(request, "column/digest.html", context)


@login_required
def digest_new(request: HttpRequest) -> HttpResponse:
    for_officers(request)
    congress = chosen_congress(request, my_congresses(request))
    form = IssueForm(request.POST or None, congress=congress)
    made: list[DigestIssue] = []

    def run() -> None:
        made.append(digests.compile_issue(form.draft(), actor=Actor.of(request.user)))

    if request.method == "POST" and form.is_valid() and took(form, run):
        return redirect("digest", made[0].pk)
    context = {"form": form, "title": _("Begin an issue of the digest"), "back_url": reverse("digests")}
    return render(request, "column/form.html", context, status=400 if form.errors else 200)


def _to_change(request: HttpRequest, pk: int) -> DigestIssue:
    found = _find(request, pk)
    if found.congress_id not in posts_of(request.user).officer:
        raise PermissionDenied(_("Only the liaison office writes here."))
    return found


@login_required
def digest_entry_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A new matter; with ``case`` in the address, begun with the words of these opinions, personal data starred out."""
    return _entry(request, _to_change(request, pk), None)


@login_required
def digest_entry_edit(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    issue = _to_change(request, pk)
    return _entry(request, issue, get_object_or_404(issue.entries, pk=entry))


def _entry(request: HttpRequest, issue: DigestIssue, known: DigestEntry | None) -> HttpResponse:
    back = reverse("digest", args=[issue.pk])
    if issue.status != "draft":
        messages.warning(request, _("The issue cannot be changed now."))
        return redirect(back)
    user = request.user
    form = EntryForm(
        request.POST or None,
        user=user,  # type: ignore[arg-type]
        congress=issue.congress,
        known=known,
        initial=_begun(request, issue),
    )

    def run() -> None:
        digests.put_entry(issue, form.draft(), actor=Actor.of(user), known=known)

    if request.method == "POST" and form.is_valid() and took(form, run):
        messages.success(request, _("Saved."))
        return redirect(back)
    title = _("Change the matter") if known else _("Add a matter")
    context = {
        "form": form,
        "title": title,
        "about": issue,
        "back_url": back,
        "from_cases": not known,
        "hot": [] if known else gathering.hot_of(issue),
    }
    return render(request, "column/entry.html", context, status=400 if form.errors else 200)


def _begun(request: HttpRequest, issue: DigestIssue) -> dict[str, object]:
    """What the form begins with where opinions were chosen, or an issue that many people raised."""
    topic = whole(request.GET.get("topic", ""))
    if topic is not None:
        return gathering.of_issue(request.user, issue, topic, request.GET.get("place", ""))
    return gathering.of_numbers(request.user, issue, request.GET.get("case", "").upper().split()[:50])


@login_required
@require_POST
def digest_entry_drop(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    issue = _to_change(request, pk)
    found = get_object_or_404(issue.entries.select_related("issue"), pk=entry)
    try:
        digests.drop_entry(found, actor=Actor.of(request.user))
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("digest", pk)


@login_required
def digest_step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    found = _find(request, pk)
    if action not in found.table.by_action:
        raise Http404
    return take_step(request, found, action, reverse("digest", args=[found.pk]))


@login_required
@require_POST
def digest_receive(request: HttpRequest, pk: int, receipt: int) -> HttpResponse:
    """Sign for a copy; the office says who signed on paper."""
    found = _find(request, pk)
    copy = get_object_or_404(receipts_of(request.user, found).select_related("issue"), pk=receipt)
    is_office = found.congress_id in posts_of(request.user).officer
    name = request.POST.get("signed_by", "") if is_office else ""
    try:
        digests.receive(copy, actor=Actor.of(request.user), signed_by=name)
        messages.success(request, _("Signed for."))
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("digest", pk)


@login_required
def digest_adopt(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """Enter an adoption of, or a written instruction on, one matter."""
    found = _for_adoptions(request, pk)
    matter = get_object_or_404(found.entries.select_related("issue"), pk=entry)
    form = AdoptionForm(request.POST or None, initial={"on": timezone.localdate()})

    def run() -> None:
        digests.adopt(matter, actor=Actor.of(request.user), **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and took(form, run):
        messages.success(request, _("Saved."))
        return redirect("digest", pk)
    back = reverse("digest", args=[pk])
    context = {
        "form": form,
        "title": _("Enter an adoption or instruction"),
        "about": matter,
        "back_url": back,
    }
    return render(request, "column/form.html", context, status=400 if form.errors else 200)


@login_required
def adoption_follow(request: HttpRequest, pk: int, adoption: int) -> HttpResponse:
    found = _for_adoptions(request, pk)
    row = get_object_or_404(Adoption.objects.select_related("entry__issue"), entry__issue=found, pk=adoption)
    form = FollowForm(request.POST or None, initial={"followed": row.followed})

    def run() -> None:
        digests.follow_up(row, actor=Actor.of(request.user), followed=form.cleaned_data["followed"])

    if request.method == "POST" and form.is_valid() and took(form, run):
        messages.success(request, _("Saved."))
        return redirect("digest", pk)
    back = reverse("digest", args=[pk])
    context = {"form": form, "title": _("What followed"), "about": row, "back_url": back}
    return render(request, "column/form.html", context, status=400 if form.errors else 200)


def _for_adoptions(request: HttpRequest, pk: int) -> DigestIssue:
    found = _find(request, pk)
    posts = posts_of(request.user)
    if found.congress_id not in posts.officer | posts.committee:
        raise PermissionDenied(_("Adoptions are entered by the liaison office and the standing committee."))
    return found


@login_required
def digest_paper(request: HttpRequest, pk: int, suffix: str) -> HttpResponse:
    """The issue as .docx or PDF, in the layout of an official document."""
    found = _find(request, pk)
    paper = papers.official(found)
    write, kind = _WRITERS[suffix]
    return download(write(paper), f"{paper.issuer}{paper.name}.{suffix}", kind)
