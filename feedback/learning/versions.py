"""Which model serves: the only writer of ``TopicModel``. Nothing that does worse replaces what serves."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import structlog
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from feedback.learning import modelfile, serving
from feedback.models import ModelState, TopicModel

if TYPE_CHECKING:
    from accounts.models import User
    from deputies.models import PeoplesCongress
    from feedback.learning.model import Model

log = structlog.get_logger()


class NothingEarlier(LookupError):
    """There is no version to go back to."""


@transaction.atomic
def keep(
    congress: PeoplesCongress,
    model: Model,
    *,
    cases: int,
    held_back: int,
    scores: dict[str, Any],
    before: dict[str, Any],
) -> TopicModel:
    """Store a new version, and put it in service unless it does worse than what serves on the same held-back cases.

    ``scores`` and ``before`` have ``accuracy`` and ``macro_f1``, 0 to 1: neither may be lower than before.
    """
    type(congress).objects.select_for_update().get(pk=congress.pk)
    last = TopicModel.objects.filter(congress=congress).aggregate(last=Max("version"))["last"] or 0
    data = modelfile.to_bytes(model)
    version = TopicModel.objects.create(
        congress=congress,
        version=last + 1,
        state=ModelState.REFUSED,
        cases=cases,
        held_back=held_back,
        accuracy=scores["accuracy"],
        macro_f1=scores["macro_f1"],
        before_accuracy=before["accuracy"],
        before_macro_f1=before["macro_f1"],
        scores=scores,
        data=data,
        digest=hashlib.sha256(data).hexdigest(),
    )
    if all(scores[name] >= before[name] for name in ("accuracy", "macro_f1")):
        _serve(version, by=None)
    log.info("learning.version", congress=congress.code, version=version.version, state=version.state)
    return version


@transaction.atomic
def put_in_service(version: TopicModel, *, by: User | None) -> TopicModel:
    """A person's decision: also for a version that was refused or taken out of service."""
    type(version.congress).objects.select_for_update().get(pk=version.congress_id)
    if version.state != ModelState.SERVING:
        _serve(version, by=by)
    return version


@transaction.atomic
def roll_back(congress: PeoplesCongress, *, by: User | None) -> TopicModel | None:
    """Take out of service what serves; the version that served before it takes over, else the rules alone (None).

    Raises NothingEarlier where no model serves.
    """
    type(congress).objects.select_for_update().get(pk=congress.pk)
    versions = TopicModel.objects.light().filter(congress=congress)
    now = versions.serving().first()
    if now is None:
        raise NothingEarlier(congress.code)
    _set(now, ModelState.WITHDRAWN, by)
    earlier = versions.filter(state=ModelState.STANDBY).order_by("-served_at", "-version").first()
    if earlier is not None:
        _set(earlier, ModelState.SERVING, by)
    transaction.on_commit(serving.forget)
    return earlier


def _serve(version: TopicModel, *, by: User | None) -> None:
    TopicModel.objects.filter(congress=version.congress_id).serving().update(state=ModelState.STANDBY)
    version.served_at = timezone.now()
    _set(version, ModelState.SERVING, by)
    transaction.on_commit(serving.forget)


def _set(version: TopicModel, state: ModelState, by: User | None) -> None:
    version.state, version.changed_by = state, by
    version.save(update_fields=["state", "served_at", "changed_by"])
