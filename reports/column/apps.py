from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from casework import citing, diagrams
from reports.column.workflow import WORKFLOWS


class ColumnConfig(AppConfig):
    """The public column: an app of its own in this room, so that its tables have their own line of migrations."""

    name = "reports.column"
    label = "column"
    verbose_name = _("Public column")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        citing.link_with(import_module("reports.column.laws").address_of)
        waiting = import_module("casework.places").WAITING
        waiting["column_desk"] = import_module("reports.column.articles").waiting
        sources = import_module("reports.column.sources")
        for source in (sources.LEGAL_TEXTS, sources.COLUMN):
            import_module("casework.searching").add_source(source)
        beside = import_module("feedback.views.public").BESIDE
        beside["articles"] = import_module("reports.column.views.public").teasers
        diagrams.ALSO.extend(one for one in WORKFLOWS.values() if one not in diagrams.ALSO)
