"""Whom a deputy may ask to sign: other deputies of the same congress who are in office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from casework.errors import Incomplete
from suggestions.services.drafting import in_office

if TYPE_CHECKING:
    from deputies.models import Deputy
    from suggestions.models import Suggestion


def check_invited(suggestion: Suggestion, wanted: list[Deputy]) -> None:
    """Incomplete unless all are other deputies in office in the same congress."""
    if not wanted:
        raise Incomplete("deputies", _("Choose at least one deputy."))
    for deputy in wanted:
        if deputy.pk == suggestion.deputy_id:
            raise Incomplete("deputies", _("You lead the suggestion; you need not ask yourself."))
        if deputy.congress_id != suggestion.congress_id or not in_office(deputy):
            raise Incomplete(
                "deputies", _("%(deputy)s is not in office in this congress.") % {"deputy": deputy}
            )
