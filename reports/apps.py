from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from casework import diagrams
from reports.duty.workflow import WORKFLOWS
from reports.summary.workflow import SUMMARY


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Reports")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("reports.tasks")
        tables = (*WORKFLOWS.values(), SUMMARY)
        diagrams.ALSO.extend(one for one in tables if one not in diagrams.ALSO)
        # What a deputy's first page and the office's menu show
        waiting = import_module("reports.duty.waiting")
        duties = import_module("contacts.duty").DUE
        duties.extend(one for one in waiting.SOURCES if one not in duties)
        import_module("casework.places").WAITING["duty_schedule"] = waiting.at_the_desk
        import_module("reports.duty.services.questions")  # what a change of keys seals anew
