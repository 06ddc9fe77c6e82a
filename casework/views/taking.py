"""Taking a step: its form, its preview, what is refused and why, and where the reader goes next."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Textarea
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from accounts.actors import Actor
from casework import history, presence
from casework.errors import Incomplete, LostRace, NotAllowed, Refused, StepRefused
from casework.faces import face_of
from casework.models import Commitment, Undo
from casework.queues import Queue
from casework.services import acting_as, check, session_mark, share_of, undoable, workflow_of
from casework.templatetags.cases import undo_tags
from casework.typed import whole
from casework.views.papers import file_list

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from casework.engine import Step
    from casework.models import Case
    from casework.services.advance import Moving
    from casework.steps import StepForm


@dataclass
class Taking:
    """One reader before one step of a case, or of an organ's share of it."""

    request: HttpRequest
    moving: Moving
    action: str
    form_class: type[StepForm]
    given: dict[str, Any]
    actor: Actor = field(init=False)
    row: Step = field(init=False)

    def __post_init__(self) -> None:
        self.actor = Actor.of(self.request.user)
        self.row = called(workflow_of(self.moving).step(self.action), self.form_class)

    def answer(self) -> HttpResponse:
        refused = self._refusal()
        if refused:
            form = self._bound(self.request.POST) if self.request.method == "POST" else None
            return self._refused(refused, form)
        if self.request.method != "POST":
            return self._show(self._blank(self._linked() | (self._again() or {})))
        return self._post()

    def _refusal(self) -> Refused | None:
        try:
            check(self.moving, self.row, acting_as(self.actor, self.moving))
        except NotAllowed as refused:
            raise PermissionDenied(str(refused)) from None
        except Refused as refused:
            return refused
        why = self.form_class.why_not(self.moving)
        return StepRefused(why) if why else None

    # --- The form ---------------------------------------------------------------------------------------
    def _blank(self, initial: dict[str, Any] | None = None) -> StepForm:
        return self.form_class(actor=self.actor, initial=initial, **self.given)

    def _linked(self) -> dict[str, Any]:
        """What the link to the form has filled in."""
        names = self.form_class.from_address
        return {name: self.request.GET[name] for name in names if name in self.request.GET}

    def _bound(self, data: Any) -> StepForm:
        return self.form_class(actor=self.actor, data=data, files=self.request.FILES, **self.given)

    def _post(self) -> HttpResponse:
        sent = self.request.POST
        form = self._bound(sent)
        pressed = next((name for name in (*form.helpers, "_edit") if name in sent), "")
        if pressed:
            return self._show(self._blank(form.help(pressed, written(form))))
        if not form.is_valid():
            return self._show(form, status=400)
        if form.preview and "_confirmed" not in sent:
            return self._show(form, template=form.preview)
        return self._run(form)

    def _run(self, form: StepForm) -> HttpResponse:
        before = _stands(self.moving.case)
        try:
            offer = self._take(form)
        except Incomplete as missing:
            form.add_error(missing.field if missing.field in form.fields else None, str(missing))
            return self._show(form, status=400)
        except LostRace as refused:
            return self._overtaken(refused, form)
        except Refused as refused:
            return self._refused(refused, form)
        presence.leave(self.moving.case.pk, self.request.user)  # type: ignore[arg-type]
        tags = undo_tags(offer) if offer else ""
        messages.success(self.request, _("Done: %(step)s. %(title)s") % self._words(), extra_tags=tags)
        return self._go(self._next(form, before))

    def _take(self, form: StepForm) -> Undo | None:
        """Take the step; for some seconds it can be undone, in this session."""
        place = self.request.POST.get("from")
        page = {"step": self.row.label, "from": place, "form": self.request.path, "written": _words(form)}
        session = session_mark(self.request.session.session_key)
        return undoable(self.moving, self.action, form.run, actor=self.actor, session=session, page=page)

    def _words(self) -> dict[str, str]:
        """What was done; of a case that has left the reader's hands with its step only the number."""
        case = self.moving.case
        return {"step": _(self.row.label), "title": case.number if self.row.becomes else case.title}

    def _again(self) -> dict[str, Any] | None:
        """What stood in this form when its step was taken, if the reader has just undone it."""
        first = whole(self.request.GET.get("again", ""))
        if first is None:
            return None
        undone = Undo.objects.filter(first=first, by=self.actor.user_id, undone_at__isnull=False).first()
        is_mine = undone is not None and undone.page.get("form") == self.request.path
        return undone.page["written"] if undone and is_mine else None

    # --- Where to go ------------------------------------------------------------------------------------
    def _next(self, form: StepForm, before: dict[str, Any]) -> str:
        case = self.moving.case
        place = self.request.POST.get("from")
        if form.then():
            url = reverse("step", args=[case.number, form.then()])
            return f"{url}?{urlencode({'from': place})}" if place is not None else url
        if self.row.becomes and place is None:
            return reverse("queue")  # the reader sees the case no more
        if place is not None:
            return next_in_queue(self.request, place, case, before)
        goal = self.request.POST.get("next", "")
        if goal and url_has_allowed_host_and_scheme(
            goal, {self.request.get_host()}, self.request.is_secure()
        ):
            return goal
        return reverse("case", args=[case.number])

    def _go(self, url: str) -> HttpResponse:
        return HttpResponseClientRedirect(url) if self.request.htmx else redirect(url)  # type: ignore[attr-defined]

    # --- Pages ------------------------------------------------------------------------------------------
    def _show(self, form: StepForm, *, template: str = "", status: int = 200, **more: Any) -> HttpResponse:
        context = self._context(form=form, step=self.row, **more)
        return render(self.request, template or form.template, context, status=status)

    def _context(self, **more: Any) -> dict[str, Any]:
        case = self.moving.case
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        return {
            "case": case,
            "moving": self.moving,
            "action_url": self.request.path,
            "opinion": getattr(case, "opinion", None),
            "face": face_of(case),
            **face_of(case).context(case, acting_as(self.actor, case), self.actor),
            "files": file_list(case, acting_as(self.actor, case)),
            "from": sent.get("from"),
            "in_pane": bool(self.request.htmx),  # type: ignore[attr-defined]
            "layout": "cases/_pane_frame.html" if self.request.htmx else "cases/_step_page.html",  # type: ignore[attr-defined]
            **more,
        }

    def _overtaken(self, refused: Refused, form: StepForm) -> HttpResponse:
        """Somebody was faster: what changed since, and the form as it was written, to decide again."""
        changes = self._changes(form)
        self.moving.refresh_from_db()
        if self._refusal():
            return self._refused(refused, form, changes)
        data = self.request.POST.copy()
        data["version"] = str(self.moving.version)
        data.pop("_confirmed", None)
        return self._show(self._bound(data), status=refused.status_code, refused=refused, changes=changes)

    def _changes(self, form: StepForm) -> list[history.Line]:
        return changes_since(self.moving, form.cleaned_data["version"], acting_as(self.actor, self.moving))

    def _refused(
        self, refused: Refused, form: StepForm | None, changes: list[history.Line] | None = None
    ) -> HttpResponse:
        """What was not done and why; what the reader had written is still on the page."""
        if form is not None and changes is None and form.is_valid():
            changes = self._changes(form)
        context = self._context(refused=refused, changes=changes, texts=_texts(form), step=self.row)
        return render(self.request, "cases/refused.html", context, status=refused.status_code)


def called(step: Step, form: type[StepForm]) -> Step:
    """The row with the words that its form has for it."""
    return replace(step, label=form.label) if form.label else step


def written(form: StepForm) -> dict[str, Any]:
    """What stood in the fields when the form was sent, valid or not."""
    return {
        name: field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        for name, field in form.fields.items()
    }


def _texts(form: StepForm | None) -> list[tuple[str, str]]:
    """The longer things somebody wrote, with their labels."""
    if form is None:
        return []
    pairs = [(str(form.fields[name].label or ""), value) for name, value in written(form).items()]
    return [(label, value) for label, value in pairs if isinstance(value, str) and len(value) > 5]


def _words(form: StepForm) -> dict[str, Any]:
    """What is filled in again after an undo: all but ticks, where a text was written; else nothing."""
    fields = {name: value for name, value in written(form).items() if isinstance(value, str)}
    fields.pop("version", None)
    texts = [name for name, field in form.fields.items() if isinstance(field.widget, Textarea)]
    return fields if any(fields.get(name, "").strip() for name in texts) else {}


def _stands(case: Case) -> dict[str, Any]:
    return {"due_on": case.due_on, "opened_at": case.opened_at}


def changes_since(moving: Moving, version: int, roles: frozenset[str]) -> list[history.Line]:
    """The steps taken since ``version``, as far as somebody with ``roles`` may read them.

    Each step raised the version by one and left one event.
    """
    own = share_of(moving)
    promise = moving if isinstance(moving, Commitment) else None
    current = type(moving)._default_manager.values_list("version", flat=True).get(pk=moving.pk)
    events = (
        moving.case.events.filter(assignment=own, commitment=promise).select_related("actor").order_by("-pk")
    )
    latest = list(events[: max(0, current - version)])[::-1]
    shares = [own] if own else []
    return history.lines(moving.case, latest, roles, shares)


def next_in_queue(request: HttpRequest, place: str, case: Case, before: dict[str, Any]) -> str:
    """The queue where the reader stood, with the following case open."""
    try:
        queue = Queue(request.user, QueryDict(place))  # type: ignore[arg-type]
    except PermissionDenied:
        return reverse("case", args=[case.number])
    following = queue.next_after(before[queue.key], case.pk)
    return queue.url(following.number if following else "")
