"""`manage.py rotate_keys`: seal everything anew, so that the old identity keys can be thrown away."""

from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from accounts import totp
from accounts.terminal import TerminalCommand
from feedback import identity


class Command(TerminalCommand):
    help = "Seals identities and second factors with the first of PORTAL_IDENTITY_KEYS. May run while people work."

    def handle(self, *args: Any, **options: Any) -> None:
        lost = (
            (_("No key opens %(count)d identities: %(rows)s"), identity.reseal()),
            (_("No key opens %(count)d second factors: %(rows)s"), totp.rotate()),
        )
        for words, keys in lost:
            if keys:
                shown = ", ".join(str(key) for key in keys[:20])
                self.stderr.write(words % {"count": len(keys), "rows": shown})
        waiting = identity.needing_old_keys()
        if waiting or any(keys for _words, keys in lost):
            raise CommandError(
                _(
                    "Some rows still need a key that is not the first. Keep every old key, add the one that is"
                    " missing to PORTAL_IDENTITY_KEYS, and run this again."
                )
            )
        self.stdout.write(_("Everything is sealed with the first key. The others can be removed."))
