"""A few e-mails in the office's mailbox, taken in by the same code as real ones: a thread, a bounce, one that waits.

The mailbox is not in use: no server is asked, and nothing is sent to anybody.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from PIL import Image, ImageDraw

from accounts.actors import Actor
from casework.models import Effect
from contacts.mail import taking, tokens
from contacts.mail.taking import Arrived
from contacts.models import Mailbox, MailMessage
from deputies.models import Post
from feedback import services
from feedback.models import Notice
from feedback.models.notice import NoticeState
from liaison.demo.matters import FOLDER

if TYPE_CHECKING:
    from accounts.models import User
    from casework.models import Case, Event

_DOMAIN = "county.example"
_TELLS = ("feedback.notify", "feedback.notify_staff")


def write() -> int:
    """Letters to the office of the demonstration; returns how many. Nobody is owed a notice of them."""
    officer = Post.objects.filter(role="officer", user__username="officer").select_related("user", "congress")
    post = officer.first()
    if post is None:
        return 0
    told = tomllib.loads((FOLDER / "words" / "mail.toml").read_text(encoding="utf-8"))
    mailbox = Mailbox.objects.create(
        congress=post.congress,
        address=f"office@{_DOMAIN}",
        host=f"imap.{_DOMAIN}",
        user="office",
        is_active=False,
        checked_at=timezone.now(),
    )
    desk = _Desk(mailbox, post.user, told)
    for one in told["letter"]:
        desk.take(one)
    _owes_nothing(mailbox)
    return MailMessage.objects.count()


def _owes_nothing(mailbox: Mailbox) -> None:
    """The letters' writers do not exist: neither notices nor answers are sent to them."""
    cases = mailbox.messages.exclude(case=None).values("case")  # type: ignore[attr-defined]
    Effect.objects.filter(event__case__in=cases, name__in=_TELLS).delete()
    mailbox.messages.update(answer_state="", is_answered=False)  # type: ignore[attr-defined]


@dataclass
class _Desk:
    mailbox: Mailbox
    officer: User
    told: dict[str, Any]
    uids: list[int] = field(default_factory=list)

    def take(self, one: dict[str, Any]) -> None:
        at = timezone.now() - timedelta(days=one["days"])
        message = self._in(_letter(one, self.mailbox), at)
        if one["then"] == "asked" and message.case:
            self._ask(message.case, one, at + timedelta(hours=20))
        if one["then"] == "bounced" and message.case:
            self._bounce(message.case, at + timedelta(hours=1))

    def _in(self, letter: EmailMessage, at: datetime) -> MailMessage:
        self.uids.append(len(self.uids) + 1)
        raw = letter.as_bytes(policy=SMTP)
        row = taking.take(self.mailbox, Arrived(1, self.uids[-1], len(raw), at), raw)
        assert row is not None, "the mailbox is new"
        return row

    def _ask(self, case: Case, one: dict[str, Any], at: datetime) -> None:
        """The office asks for more, and the citizen answers the notice by mail."""
        question = self.told["asked"]["question"]
        event = services.ask_more(case, actor=Actor.of(self.officer), note=question)
        answer = _letter({**one, "body": one["answer"], "subject": f"回复：{one['subject']}"}, self.mailbox)
        answer["In-Reply-To"] = _sent(event)
        self._in(answer, at)

    def _bounce(self, case: Case, at: datetime) -> None:
        """The receipt could not be delivered: a mail server says so, and the office hears of it."""
        event = case.events.get(action="submit")
        Notice.objects.create(event=event, way="email", state=NoticeState.SENT, sent_at=at)
        report = _letter(self.told["bounce"], self.mailbox)
        report["References"] = _sent(event)
        self._in(report, at)


def _sent(event: Event) -> str:
    """The Message-ID of our notice about an event."""
    return tokens.message_id("n", event.pk, _DOMAIN)


def _letter(one: dict[str, Any], mailbox: Mailbox) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = one["from"], mailbox.address, one["subject"]
    letter.set_content(one["body"])
    if "photo" in one:
        letter.add_attachment(_photo(), maintype="image", subtype="jpeg", filename=one["photo"])
    return letter


def _photo() -> bytes:
    """A drawing of a street with cars: no picture of a real place."""
    picture = Image.new("RGB", (640, 420), "#cfd8dc")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 260, 640, 420), fill="#78909c")
    pen.rectangle((60, 80, 300, 260), fill="#efebe6", outline="#5f5750", width=4)
    for left, colour in ((40, "#b3201f"), (220, "#1b4f82"), (400, "#f2c46d")):
        pen.rounded_rectangle((left, 280, left + 160, 350), 18, fill=colour)
        for wheel in (left + 35, left + 125):
            pen.ellipse((wheel - 18, 334, wheel + 18, 370), fill="#1f1b18")
    out = BytesIO()
    picture.save(out, "JPEG")
    return out.getvalue()
