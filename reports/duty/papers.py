"""A duty report as an official document: what the deputy wrote, on the paper of the congress, as .docx and PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from casework.official import Official
from reports.duty import markup

if TYPE_CHECKING:
    from reports.duty.models import DutyReport


def paper_of(report: DutyReport) -> Official:
    """The report with its addressee by the mandate. The words are Chinese whatever the language of the page."""
    with translation.override("zh-hans"):
        moment = report.submitted_at or report.published_at or timezone.now()
        return Official(
            issuer=_("Deputy to the %(congress)s") % {"congress": report.congress},
            number=str(report),
            title=_("Duty report of deputy %(name)s") % {"name": report.deputy},
            addressee=_addressee(report),
            paragraphs=tuple(markup.paragraphs(report.text) or _minutes(report)),
            signed_on=timezone.localdate(moment),
            seal=f"　{report.deputy}",
        )


def _addressee(report: DutyReport) -> str:
    """Voters of the constituency, or the deputies of the unit that elected this one."""
    mandate = report.mandate
    if mandate.elected_by is not None:
        return _("Deputies to %(unit)s:") % {"unit": mandate.elected_by}
    return _("Voters of %(unit)s:") % {"unit": mandate.unit or report.congress}


def _minutes(report: DutyReport) -> list[str]:
    meeting = getattr(report, "meeting", None)
    return meeting.minutes.splitlines() if meeting else []
