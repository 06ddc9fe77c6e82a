from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from casework import diagrams
from casework.workflows import DRAFTING


class SuggestionsConfig(AppConfig):
    name = "suggestions"
    verbose_name = _("Deputies' suggestions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        if DRAFTING not in diagrams.ALSO:
            diagrams.ALSO.append(DRAFTING)
