"""A few complaints about deputies, so that the standing committee's list is not empty. Told by the services."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from accounts.actors import Actor
from accounts.models import User
from casework.models import Case, Channel, Effect
from deputies.models import Deputy, Post
from feedback import services
from feedback.services import Submission
from liaison.demo.cast import PLAYERS
from liaison.demo.matters import FOLDER

if TYPE_CHECKING:
    from deputies.models import PeoplesCongress


def write() -> int:
    """Complaints to the committee member of the demonstration; returns how many. Nothing of them is owed."""
    posts = Post.objects.filter(role="committee", user__username="committee", congress__level="county")
    post = posts.select_related("user", "congress").first()
    channel = Channel.objects.filter(code="web").first()
    if post is None or channel is None:
        return 0
    told = tomllib.loads((FOLDER / "words" / "complaints.toml").read_text(encoding="utf-8"))["complaint"]
    players = [player.username for player in PLAYERS]
    played = Post.objects.filter(deputy__isnull=False, user__username__in=players).values("deputy")
    deputies = Deputy.objects.in_office().filter(congress=post.congress).exclude(pk__in=played)
    for one, deputy in zip(told, deputies.order_by("pk"), strict=False):
        _told(one, deputy, post.congress, channel, post.user)
    Effect.objects.filter(event__case__in=Case.objects.complaints().values("pk")).delete()
    return Case.objects.complaints().count()


def _told(
    one: dict[str, Any], deputy: Deputy, congress: PeoplesCongress, channel: Channel, member: User
) -> None:
    came = timezone.now() - timedelta(days=one["days"])
    sent = Submission(
        congress=congress, body=one["body"], happened=one["happened"], channel=channel, deputy=deputy,
        complains_of=deputy.name, opened_at=came,
    )  # fmt: skip
    case, _code = services.submit(sent)
    actor = Actor.of(member)
    if one["status"] == "declined":
        services.decline(case, actor=actor, reason=one["reason"], note=one["note"])
    if one["status"] in ("on_file", "looked_into"):
        services.take_on(case, actor=actor, owner=member)
    if one["status"] == "looked_into":
        services.inform(case, actor=actor, note=one["note"])
