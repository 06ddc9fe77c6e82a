"""What everybody reads and does: a deputy's reports, questions and answers, the appraisal and its result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_safe

from accounts import slowdown
from accounts.addresses import client_address
from accounts.slowdown import Bucket, MustWaitError
from casework.errors import Incomplete, Refused
from casework.numbers import tidy
from deputies import finding, voters
from deputies.models import Deputy
from feedback import proof, throttling
from feedback.views.public_guard import bounded, is_genuine, too_many, too_often, too_old
from reports.duty import markup
from reports.duty.access import published_for
from reports.duty.forms.words import AskForm, FollowForm, VoteForm
from reports.duty.models import Appraisal, VoterQuestion
from reports.duty.services import appraisals, questions, voting

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest

    from reports.duty.models import DutyReport
    from reports.duty.models.report import DutyReportQuerySet

_MOST = 50
_FREE = 10  # wrong codes before somebody has to wait
COOKIE, COOKIE_AGE = "questions", 2 * 60 * 60
_SALT = "reports.duty.questions"


def _readable(request: HttpRequest) -> DutyReportQuerySet:
    return published_for(request.user, voters.known(request)).for_lists()


# --- Reports ----------------------------------------------------------------------------------------------
@require_safe
def duty_public_list(request: HttpRequest, pk: int) -> HttpResponse:
    """All published reports of a deputy in office, and what people asked and got to know."""
    deputy = _in_office(pk)
    rows = VoterQuestion.objects.public().filter(deputy=deputy).select_related("report")
    context = {
        "deputy": deputy,
        "reports": _readable(request).filter(deputy=deputy).order_by("-published_at", "-pk")[:_MOST],
        "questions": rows.order_by("-answered_at", "-pk")[:_MOST],
    }
    return render(request, "reports/duty/public_list.html", context)


def _in_office(pk: int) -> Deputy:
    deputies = finding.with_office(Deputy.objects.select_related("congress"))
    found: Deputy = get_object_or_404(deputies, pk=pk)
    return found


def _published(request: HttpRequest, pk: int) -> DutyReport:
    rows = _readable(request).select_related("appraisal", "meeting", "mandate__elected_by")
    return get_object_or_404(rows, pk=pk)


@require_safe
def duty_public(request: HttpRequest, pk: int) -> HttpResponse:
    """One published report as the deputy wrote it, with its meeting, questions, appraisal and result."""
    report = _published(request, pk)
    appraisal: Appraisal | None = getattr(report, "appraisal", None)
    is_out = appraisal is not None and appraisal.status == "published"
    remarks = appraisals.remarks_of(appraisal) if is_out and appraisal else []
    asked = VoterQuestion.objects.public().filter(deputy=report.deputy_id, report=report)
    context = {
        "report": report,
        "shown": markup.html(report.text),
        "meeting": getattr(report, "meeting", None),
        "questions": asked.order_by("-answered_at", "-pk")[:_MOST],
        "appraisal": appraisal,
        "result": appraisals.result_of(appraisal) if is_out and appraisal else None,
        "remarks": [one.words for one in remarks if not one.hidden_ground],
        "hidden": sum(bool(one.hidden_ground) for one in remarks),
    }
    return render(request, "reports/duty/public.html", context)


# --- Questions --------------------------------------------------------------------------------------------
@bounded
def duty_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a deputy how the duties of the office are done; with ``report``, about that report."""
    deputy = _in_office(pk)
    asked_about = request.GET.get("report", "")
    report = None
    if asked_about.isascii() and asked_about.isdecimal() and len(asked_about) < 18:
        report = _readable(request).filter(deputy=deputy, pk=asked_about).first()
    about = {"deputy": deputy, "report": report}
    if request.method != "POST":
        return _form(request, AskForm(), about)
    form = AskForm(request.POST)
    if not is_genuine(request):
        return _form(request, AskForm(initial=request.POST.dict()), about, says=too_old(request), status=403)
    if not form.is_valid():
        return _form(request, form, about, status=400)
    kind = "submit" if proof.holds(form.cleaned_data["altcha"]) else "submit_unproved"
    if not throttling.allowed(kind, request):
        return _form(request, form, about, says=too_often(), status=429)
    is_voter = bool(voters.known(request) & {one.constituency_id for one in deputy.current})  # type: ignore[attr-defined]
    try:
        question, code = questions.ask(form.asked(**about, is_voter=is_voter))
    except Refused as refused:
        _refuse(form, refused)
        return _form(request, form, about, status=400)
    response = redirect("duty_followed", question.number)
    _remember(request, response, question, code)
    return response


def _form(
    request: HttpRequest, form: Form, about: dict[str, Any], *, says: str = "", status: int = 200
) -> HttpResponse:
    return render(request, "reports/duty/ask.html", {"form": form, "says": says, **about}, status=status)


def _refuse(form: Form, refused: Refused) -> None:
    field = refused.field if isinstance(refused, Incomplete) and refused.field in form.fields else None
    form.add_error(field, str(refused))


def _opened(request: HttpRequest) -> dict[int, str]:
    """Keys of questions this browser may read, each with its code where it was just asked."""
    try:
        raw = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=COOKIE_AGE)
        return {int(pk): str(code) for pk, code in raw.items()}
    except (signing.BadSignature, AttributeError, ValueError):
        return {}


def _remember(request: HttpRequest, response: HttpResponse, question: VoterQuestion, code: str = "") -> None:
    known = _opened(request)
    known[question.pk] = code or known.pop(question.pk, "")
    response.set_cookie(
        COOKIE,
        signing.dumps(dict(list(known.items())[-10:]), salt=_SALT, compress=True),
        max_age=COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.PORTAL_HTTPS,
    )


@sensitive_post_parameters("code")
@bounded
def duty_follow(request: HttpRequest) -> HttpResponse:
    """Open one's own question with its number and query code; wrong ones cost time."""
    form = FollowForm(request.POST or None)
    says, status = "", 200
    if request.method == "POST" and not is_genuine(request):
        says, status = too_old(request), 403
    elif request.method == "POST" and form.is_valid():
        bucket = [Bucket(f"question:{client_address(request)}", _FREE)]
        try:
            slowdown.pay(bucket)
        except MustWaitError as early:
            return too_many(request, early.seconds)
        question = questions.find(form.cleaned_data["number"], form.cleaned_data["code"])
        if question is not None:
            slowdown.pay_back(bucket)
            response = redirect("duty_followed", question.number)
            _remember(request, response, question)
            return response
        form.add_error(None, _("Number and query code do not fit together. Look at both once more."))
    if form.errors:
        status = 400
    return render(request, "reports/duty/follow.html", {"form": form, "says": says}, status=status)


@require_safe
def duty_followed(request: HttpRequest, number: str) -> HttpResponse:
    """One's own question: where it stands, until when it is answered, the answer. For the browser that opened it."""
    known = _opened(request)
    rows = VoterQuestion.objects.for_lists().filter(number=tidy(number), pk__in=list(known))
    question = rows.first()
    if question is None:
        return redirect("duty_follow")
    context = {
        "question": question,
        "code": known[question.pk],
        "status": _(question.table.by_status[question.status].public),
        "answer": question.answer if question.status in ("published", "private") else "",
        "events": [
            {
                "what": _(event.step.done),
                "when": event.at,
                "note": event.note if event.step.tells else "",
                "state": "done",
            }
            for event in question.events.all()  # type: ignore[attr-defined]
            if event.step.public
        ],
    }
    return render(request, "reports/duty/followed.html", context)


# --- The appraisal ----------------------------------------------------------------------------------------
@sensitive_variables()
@sensitive_post_parameters("code", "grade", "words")
@bounded
def duty_appraise(request: HttpRequest, pk: int) -> HttpResponse:
    """Vote with a code: a few taps on a phone. Who holds a code reads the report, whatever its audience."""
    rows = Appraisal.objects.exclude(status__in=["prepared", "discarded"]).select_related(
        "report__deputy", "report__congress", "report__mandate__term", "report__session__term"
    )
    appraisal = get_object_or_404(rows, report=pk)
    if not appraisal.takes_votes:
        return render(request, "reports/duty/appraise_closed.html", {"appraisal": appraisal})
    if request.method != "POST":
        return _vote_form(request, appraisal, VoteForm())
    form = VoteForm(request.POST)
    if not is_genuine(request):
        return _vote_form(request, appraisal, VoteForm(initial=request.POST.dict()), too_old(request), 403)
    if not form.is_valid():
        return _vote_form(request, appraisal, form, status=400)
    bucket = [Bucket(f"appraisal:{client_address(request)}", _FREE)]
    try:
        slowdown.pay(bucket)
    except MustWaitError as early:
        return too_many(request, early.seconds)
    try:
        voting.vote(appraisal, **form.cleaned_data)
    except Refused as refused:
        if not isinstance(refused, voting.WrongCode):
            slowdown.pay_back(bucket)
        _refuse(form, refused)
        return _vote_form(request, appraisal, form, status=400)
    slowdown.pay_back(bucket)
    slowdown.drop_settled(bucket)  # nothing keeps the time of a vote
    # Without a script the code of the slip still stands behind the # of the address: another # takes its place.
    return redirect(f"{reverse('duty_appraised', args=[pk])}#main")


def _vote_form(
    request: HttpRequest, appraisal: Appraisal, form: VoteForm, says: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "appraisal": appraisal,
        "report": appraisal.report,
        "form": form,
        "says": says,
        "may_read": _readable(request).filter(pk=appraisal.report_id).exists(),
    }
    response = render(request, "reports/duty/appraise.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def duty_appraised(request: HttpRequest, pk: int) -> HttpResponse:
    """Thanks; the same page for everybody, with or without a vote."""
    rows = Appraisal.objects.exclude(status__in=["prepared", "discarded"]).select_related(
        "report__deputy", "report__mandate__term", "report__session__term"
    )
    return render(request, "reports/duty/appraised.html", {"appraisal": get_object_or_404(rows, report=pk)})
