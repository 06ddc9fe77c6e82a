"""An address that answers nobody for days is given up, and the operators of its congress are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from deputies.models import Post
from feedback.models import Webhook
from feedback.notice_backends import NoWayOutError
from feedback.notices import backend

if TYPE_CHECKING:
    from django.db.models import QuerySet

log = structlog.get_logger()


def give_up(hook: Webhook) -> None:
    """Told once: whoever sets ``given_up_at`` tells. The feed is kept, and a notice that fails takes nothing back."""
    now = timezone.now()
    if not Webhook.objects.filter(pk=hook.pk, given_up_at=None).update(given_up_at=now, is_active=False):
        return
    log.warning("webhook.given_up", webhook=hook.pk)
    for user in _operators(hook):
        try:
            _tell(user, hook)
        except NoWayOutError:
            return
        except Exception as error:  # noqa: BLE001 - whatever a mail server raises: the back office says it too
            log.warning("webhook.operator_not_told", webhook=hook.pk, error=type(error).__name__)


def _operators(hook: Webhook) -> QuerySet[User]:
    posts = Post.objects.reachable(timezone.localdate()).filter(
        role="operator", congress=hook.organ.congress_id
    )
    return User.objects.filter(pk__in=posts.values("user")).exclude(email="")


def _tell(user: User, hook: Webhook) -> None:
    with translation.override(user.language or settings.LANGUAGE_CODE):
        subject = _("News for %(organ)s cannot be delivered") % {"organ": hook.organ}
        body = render_to_string(
            "notices/webhook_body.txt",
            {"organ": hook.organ, "since": hook.failing_since or timezone.now(), "url": settings.PORTAL_URL},
        )
    backend("email").send(user.email, subject, body)
