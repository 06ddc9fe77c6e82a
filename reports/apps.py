from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from casework import diagrams
from reports.summary.workflow import SUMMARY


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Reports")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("reports.tasks")
        if SUMMARY not in diagrams.ALSO:
            diagrams.ALSO.append(SUMMARY)
