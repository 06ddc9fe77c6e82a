"""What the things of this room that move through a table of steps have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from casework.engine import Workflow


class Moves(models.Model):
    """A row whose status changes in ``contacts.services.advance`` alone; ``version`` tells who was faster."""

    version = models.PositiveIntegerField(default=1)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


def status_field(table: Workflow) -> Any:
    """The column of the status, with the words of the table."""
    return models.CharField(
        _("status"), max_length=20, choices=[(one.name, _(one.label)) for one in table.statuses]
    )


def checks(table: Workflow, name: str) -> list[models.BaseConstraint]:
    """The database knows the statuses of ``table``, and that a row is closed exactly when its status is."""
    is_open = models.Q(status__in=table.open_names)
    return [
        models.CheckConstraint(
            name=f"{name}_status_is_in_the_workflow", condition=models.Q(status__in=table.names)
        ),
        models.CheckConstraint(
            name=f"{name}_is_closed_exactly_when_its_status_is",
            condition=is_open & models.Q(closed_at__isnull=True)
            | ~is_open & models.Q(closed_at__isnull=False),
        ),
    ]
