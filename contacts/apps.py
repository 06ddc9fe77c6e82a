from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from casework import diagrams
from contacts.workflow import WORKFLOWS


class ContactsConfig(AppConfig):
    name = "contacts"
    verbose_name = _("Contact with the people")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        diagrams.ALSO.extend(one for one in WORKFLOWS.values() if one not in diagrams.ALSO)
