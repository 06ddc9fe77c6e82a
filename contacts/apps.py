from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from casework import diagrams
from contacts.workflow import WORKFLOWS
from contacts.year.workflow import WORKFLOWS as YEARLY


class ContactsConfig(AppConfig):
    name = "contacts"
    verbose_name = _("Contact with the people")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module(
            "contacts.mail.answering"
        )  # how notices go out by mail, and what a change of keys seals anew
        desk = import_module("contacts.year.desk")
        letters = import_module("contacts.mail.access")
        import_module("casework.places").WAITING.update(guidance_desk=desk.waiting, mail=letters.waiting)
        diagrams.ALSO.extend(
            one for one in (*WORKFLOWS.values(), *YEARLY.values()) if one not in diagrams.ALSO
        )
