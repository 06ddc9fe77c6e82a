"""`manage.py fetch_mail`: read the mailboxes now, and say how each of them does."""

from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.terminal import TerminalCommand
from contacts.mail import answering, fetching
from contacts.models import Mailbox


class Command(TerminalCommand):
    help = "Reads new messages from the mailboxes, as the periodic job does. May run while that runs."

    def handle(self, *args: Any, **options: Any) -> None:
        taken = fetching.fetch_all()
        answering.send_owed()
        words = ngettext("%(count)d new message", "%(count)d new messages", taken)
        self.stdout.write(words % {"count": taken})
        mailboxes = Mailbox.objects.filter(is_active=True)
        if not mailboxes.exists():
            self.stdout.write(_("No mailbox is set up: docs/running.md, “E-mail”."))
        failed = mailboxes.exclude(last_error="")
        for mailbox in failed:
            self.stderr.write(f"{mailbox.address}: {mailbox.last_error}")
        if failed:
            raise CommandError(_("Not every mailbox could be read."))
