"""One step as an organ's system takes it: once, on what it has read, by the forms of the pages."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework.response import Response

from accounts.actors import Actor
from casework import services
from casework.errors import LostRace, NotAllowed, Refused, StepRefused
from casework.models import Assignment, Case, Commitment
from casework.services.letters import JOINED_FIELD
from feedback.organ_api import serializers as s
from feedback.organ_api import showing
from feedback.organ_api.door import OrganView
from feedback.organ_api.offers import form_of, offered
from feedback.organ_api.once import digest_of, key_of, once
from feedback.organ_api.problems import NotValid, of_refusal
from feedback.organ_api.reading import first_or_404

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request

    from casework.services.advance import Moving


class Step(OrganView):
    """One step. ``action`` names the row of the table; ``takes`` describes the body."""

    action: ClassVar[str] = ""
    takes: ClassVar[type[s.OrganStepSerializer]] = s.OrganStepSerializer

    def find(self, request: Request, **where: Any) -> Moving:
        """The thing the address names, held until the end of the transaction; 404 for what is not this organ's."""
        raise NotImplementedError

    def moved(self, moving: Moving) -> Moving:
        """What the step is one of: the thing itself, or its case."""
        return moving

    def post(self, request: Request, **where: Any) -> Response:
        try:
            key, digest = key_of(request), digest_of(request, request.path)
            given = self._given(request)
            done, was_done = once(
                self.organ_of(request), key, digest, lambda: self._take(request, given, where)
            )
        except NotAllowed as refused:
            return of_refusal(refused)
        except (StepRefused, LostRace) as refused:
            return of_refusal(refused, self._present(request, where))
        except Refused as refused:
            return of_refusal(refused)
        headers = {"ETag": f'"{done["version"]}"'} | ({"Idempotency-Replayed": "true"} if was_done else {})
        return Response(done, headers=headers)

    def _given(self, request: Request) -> dict[str, Any]:
        sent = self.takes(data=request.data)
        sent.is_valid(raise_exception=True)
        return {name: _plain(value) for name, value in sent.validated_data.items()}

    def _take(self, request: Request, given: dict[str, Any], where: dict[str, Any]) -> dict[str, Any]:
        moving = self.find(request, **where)
        _check_version(request, given.pop("version", ""), moving)
        self.run(request, moving, given)
        return self._done(request, self.find(request, **where))

    def run(self, request: Request, moving: Moving, given: dict[str, Any]) -> None:
        """Check the step as the page does, then fill in its form and send it."""
        take(self.moved(moving), self.action, given, request)

    def _done(self, request: Request, moving: Moving) -> dict[str, Any]:
        return {
            "action": self.action,
            "reply": None,
            "is_released": False,
            **stands(moving, self.token_of(request)),
        }

    def _present(self, request: Request, where: dict[str, Any]) -> dict[str, Any]:
        with transaction.atomic():
            return stands(self.find(request, **where), self.token_of(request))


def take(moving: Moving, action: str, given: dict[str, Any], request: Request) -> None:
    """Refused as on the page: by the table, by the form, or by the service."""
    actor = Actor.of(request.user)  # type: ignore[arg-type]
    form_class = form_of(moving, action)
    if form_class is None:
        raise StepRefused(_("This kind of case knows no such step."))
    services.check(moving, services.workflow_of(moving).step(action), services.acting_as(actor, moving))
    if why := form_class.why_not(moving):
        raise StepRefused(why)
    named: Any = {Assignment: "assignment", Commitment: "commitment", Case: "case"}[type(moving)]
    data = {**given, "version": moving.version}
    given_to: Any = {named: moving}
    form = form_class(data=data, files=request.FILES, actor=actor, **given_to)
    if not form.is_valid():
        raise NotValid({_sent_as(name): list(errors) for name, errors in form.errors.items()})
    form.run()


def _sent_as(field: str) -> str:
    """The name under which a field of the form came."""
    return field.replace(JOINED_FIELD, "joined.", 1) if field.startswith(JOINED_FIELD) else field


def held(rows: QuerySet[Any]) -> Any:
    """The row, held with its case until the transaction ends, the case first, as everybody takes them; else 404."""
    found = first_or_404(rows)
    Case.objects.select_for_update().get(pk=found.case.pk)
    return first_or_404(rows.filter(pk=found.pk))


def stands(moving: Moving, token: Any) -> dict[str, Any]:
    """How a thing stands: numbers, statuses and dates, no words of anybody."""
    due_on = moving.due_on
    return {
        "number": moving.case.number,
        "status": moving.status,
        "status_said": showing.status_said(moving),
        "case_status": moving.case.status,
        "version": showing.version_of(moving),
        "due_on": due_on.isoformat() if due_on else None,
        "allowed_actions": offered(moving, token),
    }


def _plain(value: Any) -> Any:
    """As a browser would send it."""
    return value.isoformat() if isinstance(value, date) else value


def _check_version(request: Request, named: str, moving: Moving) -> None:
    wanted = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"') or named
    if wanted not in ("", "*") and wanted != showing.version_of(moving):
        raise LostRace(_("The case has changed since you read it. Read it again before you go on."))
