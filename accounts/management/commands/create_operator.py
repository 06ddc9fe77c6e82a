"""The first person of a new installation: an operator who then enters everybody else in the back office."""

from __future__ import annotations

import getpass
import sys
from typing import TYPE_CHECKING, Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.terminal import TerminalCommand

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(TerminalCommand):
    help = "Create an operator, who may do everything in the back office. The password is asked for."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", default="", help="name shown in the portal")
        parser.add_argument("--email", default="", help="address for notices")
        parser.add_argument("--stdin", action="store_true", help="read the password from the input")

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.filter(username__iexact=options["username"]).exists():
            words = _("There is already a user %(name)s.")
            raise CommandError(words % {"name": options["username"]})
        user = User(
            username=options["username"], display_name=options["name"], email=options["email"],
            is_staff=True, is_superuser=True,
        )  # fmt: skip
        password = sys.stdin.readline().rstrip("\n") if options["stdin"] else _ask()
        try:
            user.full_clean(exclude=["password"])
            validate_password(password, user)
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        user.set_password(password)
        user.save()
        words = _("%(name)s may sign in now, and sets up the second factor then.")
        self.stdout.write(words % {"name": user.username})


def _ask() -> str:
    password = getpass.getpass(_("Password: "))
    if password != getpass.getpass(_("Password again: ")):
        raise CommandError(_("The two passwords differ."))
    return password
