from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "casework"
    verbose_name = _("Casework")

    def ready(self) -> None:
        # Every room above names the forms of its own steps in a module of this name.
        autodiscover_modules("step_forms")
        waiting = import_module("casework.waiting")
        import_module("casework.places").WAITING.update(
            inbox=waiting.in_the_inbox, organ_list=waiting.on_the_organs_list
        )
