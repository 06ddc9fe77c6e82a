"""Who may open what: every address of the portal × every role × one's own case, a neighbour's, a stranger's.

A case is *mine* when it is with my deputy, my organ and my station; a *neighbour's* when it is in the same
county but with others; a *stranger's* when it belongs to another county. An address that stands in no row
below fails the suite: whoever adds a page says here who may open it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.actors import Actor
from casework.models import Attachment, Case, Letter
from casework.services import Part, assign, sign
from contacts import services as contacts
from contacts.models import ContactRecord, Inquiry, Occasion, ServiceRecord
from deputies.models import StationMembership
from feedback import services
from feedback.models import HotIssue
from reports.column.digests import adopt
from reports.column.models import Law
from reports.duty.models import DutyReport, DutyRound, VoterQuestion
from reports.models import Freezing
from reports.summary import freezing, periods
from reports.summary import services as summaries
from suggestions.models import Suggestion
from tests import loops
from tests.contacts import asked, days
from tests.contacts.mail.arrivals import arrived
from tests.contacts.year import works
from tests.factories import County, DeputyFactory, OrganFactory, StationFactory
from tests.feedback.organ_api.systems import System
from tests.reports.column import pieces
from tests.reports.duty import ways as duty_ways
from tests.signing_in import signed_in
from tests.suggestions import ways

pytestmark = pytest.mark.django_db

ROLES = ("anonymous", "officer", "station", "deputy", "handler", "head", "committee", "operator")
STAFF = ROLES[1:]
Codes = dict[str, int]


def everyone(code: int) -> Codes:
    return dict.fromkeys(ROLES, code)


def only(*roles: str, code: int = 200, others: int = 403) -> Codes:
    """Signed-in people: ``roles`` get ``code``, the rest ``others``; a visitor is sent to sign in."""
    return {role: code if role in roles else others for role in STAFF} | {"anonymous": 302}


@dataclass(frozen=True)
class Row:
    """One address. ``args`` makes its arguments from a case; ``mine`` and so on say what each role gets."""

    mine: Codes
    args: Callable[[Case], list[Any]] = lambda case: []
    neighbours: Codes | None = None
    strangers: Codes | None = None


def number(case: Case) -> list[Any]:
    return [case.number]


def step(action: str) -> Callable[[Case], list[Any]]:
    return lambda case: [case.number, action]


def share(action: str) -> Callable[[Case], list[Any]]:
    return lambda case: [case.assignments.first().pk, action]  # type: ignore[union-attr]


def promise(*action: str) -> Callable[[Case], list[Any]]:
    return lambda case: [case.commitments.get().pk, *action]


def one(case: Case) -> list[Any]:
    return [1]


def deputys_code(case: Case) -> list[Any]:
    return [case.deputy.short_code]  # type: ignore[union-attr]


def stations_code(case: Case) -> list[Any]:
    return [case.station.short_code]  # type: ignore[union-attr]


def file(case: Case) -> list[Any]:
    return [Attachment.objects.get(case=case).pk]


SEES_MINE = ("officer", "station", "deputy", "handler", "head", "committee")
SEES_NEIGHBOURS = ("officer", "committee")


def of_case(args: Callable[[Case], list[Any]], *may: str, may_not: int = 403, code: int = 200) -> Row:
    """An address of one case: not visible is 404; visible but not allowed is 403 with a sentence."""

    def codes(seen: tuple[str, ...]) -> Codes:
        found = {role: (code if role in may else may_not) if role in seen else 404 for role in STAFF}
        return found | {"anonymous": 302}

    return Row(codes(SEES_MINE), args, codes(SEES_NEIGHBOURS), codes(()))


def of_contact(args: Callable[[Case], list[Any]], *may: str, code: int = 200, may_not: int = 403) -> Row:
    """An address of something held or asked: of the office, the station, the committee and the deputy concerned."""

    def codes(seen: tuple[str, ...]) -> Codes:
        found = {role: (code if role in may else may_not) if role in seen else 404 for role in STAFF}
        return found | {"anonymous": 302}

    return Row(codes(("officer", "station", "deputy", "committee")), args, codes(SEES_NEIGHBOURS), codes(()))


def of_dossier(args: Callable[[Case], list[Any]] = lambda case: [case.deputy_id]) -> Row:
    """What a deputy has done: for the deputy, the office and the committee; a neighbour's for the latter two."""

    def codes(*seen: str) -> Codes:
        return only(*seen, others=404)

    return Row(codes("officer", "deputy", "committee"), args, codes("officer", "committee"), codes())


def duty(*action: Any) -> Callable[[Case], list[Any]]:
    """The published report of the deputy, whose appraisal is closed."""
    return lambda case: [_duty(case).pk, *action]


def _duty(case: Case) -> DutyReport:
    return DutyReport.objects.get(deputy=case.deputy, status="published")


def contested(case: Case) -> list[Any]:
    return [_duty(case).lines.contested().get().pk]


def voters_question(*action: str) -> Callable[[Case], list[Any]]:
    return lambda case: [VoterQuestion.objects.get(deputy=case.deputy).pk, *action]


def appraisal(*action: str) -> Callable[[Case], list[Any]]:
    return lambda case: [_duty(case).appraisal.pk, *action]


def duty_round(case: Case) -> list[Any]:
    return [DutyRound.objects.get(reports__deputy=case.deputy).pk]


def meeting_photo(case: Case) -> list[Any]:
    return [_duty(case).meeting.photos.get().pk]


def of_duty(args: Callable[[Case], list[Any]], may: Codes, may_not: int = 403) -> Row:
    """An address of a duty report: the deputy's, the office's and the committee's; else 404.

    ``may`` are those who get something else than ``may_not``.
    """

    def codes(*seen: str) -> Codes:
        found = {role: may.get(role, may_not) if role in seen else 404 for role in STAFF}
        return found | {"anonymous": 302}

    return Row(codes("officer", "deputy", "committee"), args, codes("officer", "committee"), codes())


_ALL_THREE = {"officer": 200, "deputy": 200, "committee": 200}


def occasion(*action: str) -> Callable[[Case], list[Any]]:
    return lambda case: [Occasion.objects.get(station=case.station, status="held").pk, *action]


def inquiry(*action: str) -> Callable[[Case], list[Any]]:
    return lambda case: [Inquiry.objects.get(station=case.station).pk, *action]


def record(case: Case) -> list[Any]:
    return [ContactRecord.objects.get(station=case.station).pk]


def letter(case: Case) -> list[Any]:
    return [case.mail_messages.get().pk]  # type: ignore[attr-defined]


def plan(*rest: Any) -> Callable[[Case], list[Any]]:
    """The plan of the case's county."""
    return lambda case: [case.congress.contact_plans.get().pk, *rest]


def of_plan(name: str) -> Callable[[Case], list[Any]]:
    """A topic of it, by its own key, or its line's."""
    return lambda case: [getattr(case.congress.contact_plans.get().topics.get(), name)]


def campaign(*rest: Any) -> Callable[[Case], list[Any]]:
    return lambda case: [case.congress.campaigns.get().pk, *rest]


def guided(kind: str, *rest: Any) -> Callable[[Case], list[Any]]:
    """What the county of the case has sent to its township: the paper, a copy, a visit."""
    found = {
        "guidance": lambda case: case.congress.guidance.get().pk,
        "copy": lambda case: case.congress.guidance.get().copies.get().pk,
        "visit": lambda case: case.congress.visits_made.get().pk,
    }
    return lambda case: [found[kind](case), *rest]


def obstruction(*rest: Any) -> Callable[[Case], list[Any]]:
    return lambda case: [case.deputy.obstruction_reports.get().pk, *rest]  # type: ignore[union-attr]


def of_office(args: Callable[[Case], list[Any]], *may: str, code: int = 200) -> Row:
    """An address of the yearly work of a congress: its office and its committee see it, and nobody else."""

    def codes(seen: tuple[str, ...]) -> Codes:
        found = {role: (code if role in may else 403) if role in seen else 404 for role in STAFF}
        return found | {"anonymous": 302}

    mine = codes(("officer", "committee"))
    return Row(mine, args, mine, codes(()))


def of_report(args: Callable[[Case], list[Any]], *may: str) -> Row:
    """An address of a report of obstruction: the deputy's own and the standing committee's; 404 to all others."""

    def codes(seen: tuple[str, ...]) -> Codes:
        found = {role: (200 if role in may else 403) if role in seen else 404 for role in STAFF}
        return found | {"anonymous": 302}

    return Row(codes(("deputy", "committee")), args, codes(("committee",)), codes(()))


def column(kind: str, *rest: Any) -> Callable[[Case], list[Any]]:
    """What the county of the case has in its column: an article, a picture, a digest with its parts, a media line."""
    found = {
        "article": lambda case: [case.congress.articles.get().pk],
        "picture": lambda case: [case.congress.articles.get().pictures.get().pk],
        "digest": lambda case: [case.congress.digests.get().pk],
        "entry": lambda case: [case.congress.digests.get().pk, case.congress.digests.get().entries.get().pk],
        "adoption": lambda case: [
            case.congress.digests.get().pk,
            case.congress.digests.get().entries.get().adoptions.get().pk,
        ],
        "receipt": lambda case: [
            case.congress.digests.get().pk,
            case.congress.digests.get().receipts.get(kind="organ").pk,
        ],
        "media": lambda case: [case.congress.media_mentions.get().pk],
    }
    return lambda case: [*found[kind](case), *rest]


def of_digest(args: Callable[[Case], list[Any]], *may: str, code: int = 200) -> Row:
    """An address of an issue: of its office, its committee, and the organ that it was sent to."""

    def codes(seen: tuple[str, ...]) -> Codes:
        found = {role: (code if role in may else 403) if role in seen else 404 for role in STAFF}
        return found | {"anonymous": 302}

    mine = codes(DIGEST)
    return Row(mine, args, mine, codes(()))


def issue(*rest: Any) -> Callable[[Case], list[Any]]:
    """The hot issue that the case is in."""
    return lambda case: [case.issue_members.get().issue_id, *rest]  # type: ignore[attr-defined]


def of_issue(args: Callable[[Case], list[Any]], *may: str, code: int = 200) -> Row:
    """An address of a hot issue: the office and the committee see it, and a deputy or station that reads one of its
    opinions.
    """

    def codes(seen: tuple[str, ...]) -> Codes:
        found = {role: (code if role in may else 403) if role in seen else 404 for role in STAFF}
        return found | {"anonymous": 302}

    seen = codes(("officer", "station", "deputy", "committee"))
    return Row(seen, args, codes(("officer", "committee")), codes(()))


OFFICE = ("officer", "committee")
DIGEST = (*OFFICE, "handler", "head")
MAIL = ("officer", "station")


def this_year(*rest: Any) -> Callable[[Case], list[Any]]:
    return lambda case: [timezone.localdate().year, *rest]


def draft(*action: str) -> Callable[[Case], list[Any]]:
    return lambda case: [Suggestion.objects.get(deputy=case.deputy, case=None).pk, *action]


def suggestion(case: Case) -> list[Any]:
    return [Case.objects.suggestions().get(deputy=case.deputy).number, "docx"]


def formal_answer(case: Case) -> list[Any]:
    return [Letter.objects.get(reply__case__deputy=case.deputy).pk, "docx"]


def deputys_alone(code: int = 200) -> Row:
    """A draft is its deputy's: to everybody else, offices and other deputies too, it is not there."""
    nobody = only(others=404)
    return Row(only("deputy", code=code, others=404), draft(), nobody, nobody)


def of_suggestion(args: Callable[[Case], list[Any]]) -> Row:
    mine = ("officer", "deputy", "handler", "head", "committee")
    return Row(only(*mine, others=404), args, only(*SEES_NEIGHBOURS, others=404), only(others=404))


#: Addresses for organs' systems, each with how it is made of a case.
OF_SYSTEMS: dict[str, Callable[[Case], list[Any]]] = {
    "organ-api-assignment": number,
    **{
        f"organ-api-{word}": number
        for word in ("sign", "object", "extension", "contact", "answer", "take-back", "release", "send-back",
                     "agree", "disagree")
    },
    "organ-api-motion": number,
    "organ-api-motion-report": number,
    "organ-api-promise": promise(),
    **{f"organ-api-promise-{word}": promise() for word in ("status", "report", "release")},
    "organ-api-file": file,
}  # fmt: skip
SEES_CONTACTS = ("officer", "station", "deputy", "committee")
READS_FIGURES = only("officer", "committee")


def summary(*rest: Any) -> Callable[[Case], list[Any]]:
    return lambda case: [case.congress.code, timezone.localdate().year, *rest]


def summary_report(*rest: Any) -> Callable[[Case], list[Any]]:
    return lambda case: [case.congress.summary_reports.get().pk, *rest]


def _text(case: Case) -> int:
    return case.congress.summary_reports.get().texts.get().pk  # type: ignore[no-any-return]


def of_summary(args: Callable[[Case], list[Any]]) -> Row:
    """An address of a congress's summary: its office and its committee open it; of another one nobody does."""
    strangers = only() | dict.fromkeys(("officer", "committee"), 404)
    return Row(READS_FIGURES, args, strangers=strangers)


def of_organ(args: Callable[[Case], list[Any]]) -> Row:
    """An address of one organ's year: its own people open it too."""
    strangers = only() | dict.fromkeys(("officer", "committee"), 404)
    offices = only("officer", "committee")
    return Row(only("officer", "committee", "handler", "head"), args, neighbours=offices, strangers=strangers)


MATRIX: dict[str, Row] = {
    "case": of_case(number, *SEES_MINE),
    "step": of_case(step("note"), "officer", "station", "handler", "head"),
    "case_why": of_case(number, *SEES_MINE),
    "share_why": of_case(lambda case: [case.assignments.first().pk], *SEES_MINE),  # type: ignore[union-attr]
    "promise_why": of_case(promise(), *SEES_MINE),
    "share_step": of_case(share("record_contact"), "handler", "head"),
    "undo": Row(
        only(*STAFF, code=405), lambda case: [case.number, 1]
    ),  # the POST: tests/casework/test_undo_pages.py
    "attachment": of_case(file, *SEES_MINE),
    "attachment_look": of_case(file, "officer", "station"),
    "api-case": of_case(number, *SEES_MINE),
    "case_present": of_case(number, *SEES_MINE),
    "case_similar": of_case(number, *SEES_MINE),
    "case_identity": Row(only(*STAFF, code=405), number),  # what a POST opens: tests/feedback/test_desk*.py
    "entered": of_case(number, "officer", "station"),
    "start": Row(only(*STAFF, code=302)),
    "queue": Row(only("officer", "station", "committee")),
    "search": Row(only("officer", "station", "deputy", "handler", "head", "committee")),
    "queue_filters": Row(only("officer", "station", "committee")),
    "enter": Row(only("officer", "station")),
    "mail": Row(only(*MAIL)),
    "mail_message": Row(
        only(*MAIL), letter, only("officer") | {"station": 404}, only() | dict.fromkeys(MAIL, 404)
    ),
    "mail_decide": Row(only(*STAFF, code=405), letter),  # the POST: tests/contacts/mail/test_pages.py
    "mail_sender": Row(only(*STAFF, code=405), letter),
    "mail_file": Row(only(*STAFF, code=405), letter),
    "save_view": Row(only(*STAFF, code=405)),
    "delete_view": Row(only(*STAFF, code=405), one),
    "bulk": Row(only(*STAFF, code=405), lambda case: ["register"]),
    "inbox": Row(only("deputy")),
    "organ_promises": Row(only("handler", "head")),
    "ledger": Row(only("officer", "station", "committee")),
    "promise": of_case(promise(), *SEES_MINE),
    "promise_step": of_case(promise("report_promise"), "handler", "head"),
    "my_contact": Row(only("deputy", code=302)),
    "hand_out_code": Row(only("officer", "station")),
    "people": Row(only("officer", "operator")),
    "deputy_contact": Row(
        only("officer", "deputy", "operator"),
        lambda case: [case.deputy_id],
        neighbours=only("officer", "operator"),
        strangers=only(*STAFF, code=404),
    ),
    "renew_relay": Row(only(*STAFF, code=405), lambda case: [case.deputy_id]),
    "organ_list": Row(only("handler", "head")),
    "complaints": Row(only("committee")),
    "this_year": Row(only("officer", "committee", code=302)),
    "year": Row(only("officer", "committee", code=302), this_year()),
    "watched": Row(READS_FIGURES, lambda case: ["supervised"]),
    "coverage": Row(READS_FIGURES),
    "coverage_xlsx": Row(READS_FIGURES),
    "coverage_contacts": Row(READS_FIGURES),
    "dossiers": Row(READS_FIGURES),
    **{name: of_dossier() for name in ("dossier", "dossier_xlsx", "dossier_docx")},
    "help_record": of_dossier(lambda case: [ServiceRecord.objects.filter(deputy=case.deputy_id)[0].pk]),
    "routing_figures": Row(READS_FIGURES),
    "annual_reports": Row(everyone(200)),
    "annual_report": Row(everyone(404), one),  # a published one: tests/reports/summary/test_report.py
    "annual_report_file": Row(everyone(404), lambda case: [1, "json"]),
    "summaries": Row(READS_FIGURES),
    "summary_now": Row(only("officer", "committee", code=302)),
    "agenda": Row(READS_FIGURES),
    "agenda_new": Row(READS_FIGURES),
    "agenda_follow": of_summary(lambda case: [case.congress.agenda_items.get().pk]),
    "summary": of_summary(summary()),
    "summary_freeze": of_summary(summary()),
    "summary_organs": of_summary(summary()),
    "summary_organ": of_organ(lambda case: [*summary()(case), case.organ_id]),
    "summary_organ_file": of_organ(lambda case: [*summary()(case), case.organ_id]),
    "organ_year": Row(only("handler", "head", code=302)),
    "summary_days": Row(only("officer", "committee", code=400)),
    "summary_list": of_summary(summary("opinions.received")),
    "summary_file": of_summary(summary("csv")),
    "summary_verify": of_summary(lambda case: [case.congress.snapshots.get().pk]),
    "summary_freezing": of_summary(lambda case: [Freezing.objects.get(congress=case.congress_id).pk]),
    "summary_report": of_summary(summary_report()),
    "summary_report_step": of_summary(summary_report("submit")),
    "summary_report_text": of_summary(lambda case: [*summary_report()(case), _text(case)]),
    "summary_report_file": of_summary(summary_report("docx")),
    "summary_report_save": Row(only(*STAFF, code=405), one),  # the POST: tests/reports/summary/test_report.py
    "summary_report_begin": Row(only(*STAFF, code=405), one),
    "year_cases": Row(only("officer", "committee", code=302), this_year("late")),
    "year_xlsx": Row(only("officer", "committee", code=302), this_year()),
    "year_docx": Row(only("officer", "committee", code=302), this_year()),
    "api-cases": Row(only(*STAFF)),
    "api-case-step": Row(only(*STAFF, code=405), step("note")),
    "reception_days": Row(only("officer", "station", "committee")),
    "symposiums": Row(only("officer", "station", "committee")),
    "plan_day": Row(only("officer", "station")),
    "plan_year": Row(only("officer", "station")),
    "plan_symposium": Row(only("officer", "station")),
    "rota_sheet": Row(only("officer", "station", "committee")),
    "occasion": of_contact(occasion(), *SEES_CONTACTS),
    "occasion_why": of_contact(occasion(), *SEES_CONTACTS),
    "occasion_step": of_contact(occasion("record"), "officer", "station"),
    "occasion_line": of_contact(occasion(), "officer", "station"),
    "occasion_hear": of_contact(occasion(), "officer", "station", "deputy"),
    "register_sheet": of_contact(occasion(), "officer", "station"),
    "visitor_mark": Row(only(*STAFF, code=405), lambda case: [1, "came"]),
    "invitation": of_contact(occasion(), "officer", "station"),
    "contact_records": Row(only("officer", "station", "committee")),
    "contact_figures": Row(only("officer", "station", "committee")),
    "contact_enter": Row(only("officer", "station"), lambda case: ["visit"]),
    "contact_draft": Row(only(*STAFF, code=405), lambda case: ["visit"]),
    "contact_record": of_contact(record, *SEES_CONTACTS),
    "my_duty": Row(only("deputy")),
    "next_step": of_contact(record, "officer", "station", "deputy"),
    "my_contacts": Row(only("deputy")),
    "my_visit": Row(only("deputy")),
    "my_help": Row(only("deputy")),
    "my_suggestions": Row(only("deputy")),
    "draft_new": Row(only("deputy")),
    "draft": deputys_alone(),
    "draft_sign": deputys_alone(
        code=403
    ),  # who leads it has not been asked: tests/suggestions/test_signing.py
    "draft_save": Row(only(*STAFF, code=405), draft()),
    "draft_step": Row(only(*STAFF, code=405), draft("invite")),
    "suggestion_board": Row(only("officer", "committee")),
    "motion_board": Row(only("officer", "committee", "handler", "head")),
    "committee_motions": Row(only("officer", "committee")),
    "motion_new": Row(only("officer")),
    "motion_times": Row(only(*STAFF, code=405)),  # the POST: tests/motions/test_pages.py
    "motion_complete": Row(only(*STAFF, code=405), number),
    "public_suggestions": Row(everyone(200)),
    "public_suggestion": Row(everyone(404), number),  # a public one: tests/suggestions/test_public.py
    "public_motions": Row(everyone(302)),
    "public_motion": Row(everyone(404), number),  # a public one: tests/motions/test_pages.py
    "suggestion_sheet": of_suggestion(suggestion),
    "letter": of_suggestion(formal_answer),
    "comment_forms": Row(only("officer", "station", "committee")),
    "questionnaires": Row(only("officer", "station", "committee")),
    "inquiry_new": Row(only("officer", "station"), lambda case: ["survey"]),
    "inquiry": of_contact(inquiry(), *SEES_CONTACTS),
    "inquiry_xlsx": of_contact(inquiry(), "officer", "station"),
    "inquiry_csv": of_contact(inquiry(), "officer", "station"),
    "inquiry_type": of_contact(inquiry(), "officer", "station"),
    "inquiry_step": of_contact(inquiry("close"), "officer", "station"),
    "inquiry_edit": of_contact(inquiry(), "officer", "station", code=302),  # it is open already
    "inquiry_print": Row(only(*STAFF, code=405), inquiry()),
    "inquiry_codes": Row(only(*STAFF, code=405), inquiry()),
    "inquiries": Row(everyone(200)),
    "inquiry_answer": Row(everyone(200), inquiry()),
    "inquiry_done": Row(everyone(200), inquiry()),
    "event": Row(everyone(404), lambda case: ["ABCD-EFGH-JKMN"]),
    "place_find": Row(everyone(200)),
    "place_taken": Row(everyone(302), lambda case: ["ABCD-EFGH-JKMN"]),
    "reception": Row(everyone(200)),
    "reception_day": Row(everyone(200), occasion()),
    "contact_plans": Row(only(*OFFICE)),
    "contact_plan_new": Row(only("officer")),
    "contact_plan": of_office(plan(), *OFFICE),
    "contact_plan_step": of_office(plan("submit"), "officer", code=302),  # it is in force already
    "contact_plan_revise": of_office(plan(), "officer"),
    "plan_topic_new": of_office(plan(), "officer", code=302),  # it is in force already
    "plan_topic_edit": of_office(plan(1), "officer", code=302),
    "plan_topic_drop": Row(only(*STAFF, code=405), plan(1)),  # the POST: tests/contacts/year/test_pages.py
    "hot_issues": Row(only("officer", "station", "deputy", "committee")),
    "hot_issue": of_issue(issue(), "officer", "station", "deputy", "committee"),
    "hot_issue_step": of_issue(issue("rename"), "officer"),
    "hot_issue_undo": Row(only(*STAFF, code=405), issue(1)),  # the POST: tests/feedback/hot/test_pages.py
    "plan_topic_from_issue": of_issue(issue(), "officer", code=302),  # to the form, or why there is none
    "plan_issues": of_office(plan(), *OFFICE),
    "plan_issue_cases": Row(only(*STAFF, code=404), plan("0_0_2026-01-01_2026-01-01")),
    "plan_line": of_office(of_plan("line_id"), *OFFICE),
    "plan_line_attach": of_office(of_plan("line_id"), "officer"),
    "plan_line_cases": of_office(of_plan("line_id"), *OFFICE),
    "campaigns": Row(only(*OFFICE)),
    "campaign_new": Row(only("officer")),
    "campaign": of_office(campaign(), *OFFICE),
    "campaign_edit": of_office(campaign(), "officer"),
    "campaign_cases": of_office(campaign(), *OFFICE),
    "campaign_step": of_office(campaign("cancel"), "officer"),
    "guidance_desk": Row(only(*OFFICE)),
    "guidance_new": Row(only(*OFFICE)),
    "guidance": of_office(guided("guidance"), *OFFICE),
    "guidance_copy": of_office(guided("copy"), *OFFICE),
    "guidance_copy_step": of_office(guided("copy", "remind"), *OFFICE),
    "visit_new": Row(only(*OFFICE)),
    "visit": of_office(guided("visit"), *OFFICE),
    "visit_step": of_office(guided("visit", "move"), *OFFICE),
    "obstructions": Row(only("committee")),
    "obstruction": of_report(obstruction(), "deputy", "committee"),
    "obstruction_step": of_report(obstruction("take"), "committee"),
    "my_guarantees": Row(only("deputy")),
    "my_report": Row(only("deputy")),
    "put_to_us": Row(only("handler", "head")),
    "column": Row(everyone(200)),
    "column_article": Row(everyone(200), column("article")),
    "column_picture": Row(everyone(200), column("picture")),
    "laws": Row(everyone(200)),
    "law": Row(everyone(200), lambda case: [Law.objects.get().pk]),
    "open_data": Row(everyone(200)),
    "open_data_file": Row(everyone(200), lambda case: [case.congress.code, 2020, "csv"]),
    "open_data_package": Row(everyone(200), lambda case: [case.congress.code]),
    "feed": Row(everyone(200)),
    "sitemap": Row(everyone(200)),
    "robots": Row(everyone(200)),
    "column_desk": Row(only(*OFFICE, "deputy", "head")),
    "column_new": Row(only("officer")),
    "column_views": Row(only(*OFFICE)),
    "column_piece": of_office(column("article"), *OFFICE),
    "column_edit": of_office(column("article"), "officer", code=302),  # it is published already
    "column_add_picture": Row(only(*STAFF, code=405), column("article")),
    "column_step": of_office(column("article", "withdraw"), *OFFICE),
    "open_data_desk": Row(only(*OFFICE)),
    "digests": Row(only(*DIGEST)),
    "digest_new": Row(only("officer")),
    "digest": of_digest(column("digest"), *DIGEST),
    "digest_paper": of_digest(column("digest", "docx"), *DIGEST),
    "digest_entry_new": of_digest(column("digest"), "officer", code=302),  # it is sent out already
    "digest_entry_edit": of_digest(column("entry"), "officer", code=302),
    "digest_entry_drop": Row(only(*STAFF, code=405), column("entry")),
    "digest_adopt": of_digest(column("entry"), *OFFICE),
    "adoption_follow": of_digest(column("adoption"), *OFFICE),
    "digest_receive": Row(only(*STAFF, code=405), column("receipt")),
    "digest_step": of_digest(column("digest", "conclude"), "officer"),
    "media_log": Row(only(*OFFICE)),
    "media_new": Row(only("officer")),
    "media_xlsx": Row(only(*OFFICE)),
    "media_edit": of_office(column("media"), "officer"),
    "media_file": of_office(column("media"), *OFFICE),
    "duty_reports": Row(only("deputy")),
    "duty_schedule": Row(only("officer", "committee")),
    "duty_check": Row(only("officer", "committee")),
    "duty_report": of_duty(duty(), _ALL_THREE),
    "duty_why": of_duty(duty(), _ALL_THREE),
    "duty_print": of_duty(duty(), _ALL_THREE),
    "duty_docx": of_duty(duty(), _ALL_THREE),
    "duty_pdf": of_duty(duty(), _ALL_THREE),
    "duty_scan": of_duty(duty(), _ALL_THREE),
    "duty_record": of_duty(duty(), _ALL_THREE),
    "duty_versions": of_duty(duty(), _ALL_THREE),
    "duty_version": of_duty(duty(1), _ALL_THREE),
    "duty_step": of_duty(duty("move"), {"officer": 302}),
    "duty_write": of_duty(duty(), {"deputy": 302}),
    "duty_save": Row(only(code=405, others=405), duty()),
    "duty_line": of_duty(lambda case: [_duty(case).pk, *contested(case)], {"deputy": 302}),
    "duty_verdict": of_duty(contested, {"officer": 200}),
    "duty_question": of_duty(voters_question(), _ALL_THREE),
    "duty_question_why": of_duty(voters_question(), _ALL_THREE),
    "duty_question_step": of_duty(voters_question("answer"), {"deputy": 200}),
    "duty_appraisal_new": Row(only(code=405, others=405), duty()),
    "duty_appraisal": of_duty(appraisal(), _ALL_THREE),
    "duty_appraisal_step": of_duty(appraisal("publish"), {"officer": 302}),
    "duty_codes": Row(only(code=405, others=405), appraisal()),
    "duty_roll": of_duty(appraisal(), {"officer": 200}),
    "duty_remarks": of_duty(appraisal(), {"officer": 200}),
    "duty_rounds": Row(only("officer", "committee")),
    "duty_round_new": Row(only("officer")),
    "duty_round": of_duty(duty_round, _ALL_THREE),
    "duty_round_change": of_duty(duty_round, {"officer": 200}),
    "duty_round_people": of_duty(duty_round, {"officer": 200}),
    "duty_round_cancel": of_duty(duty_round, {"officer": 200}),
    "duty_public_rounds": Row(everyone(200)),
    "duty_public_round": Row(everyone(200), duty_round),
    "duty_photos": of_duty(duty(), {"officer": 200}),
    "duty_photo": Row(everyone(200), meeting_photo),
    "duty_photo_remove": Row(only(code=405, others=405), meeting_photo),
    "duty_public_list": Row(everyone(200), lambda case: [case.deputy_id]),
    "duty_ask": Row(everyone(200), lambda case: [case.deputy_id]),
    "duty_public": Row(everyone(200), duty()),
    "duty_public_pdf": Row(everyone(200), duty()),
    "duty_follow": Row(everyone(200)),
    "duty_followed": Row(everyone(302), lambda case: [VoterQuestion.objects.get(deputy=case.deputy).number]),
    "duty_appraise": Row(everyone(200), duty()),
    "duty_appraised": Row(everyone(200), duty()),
    "public_plans": Row(everyone(200)),
    "public_plan": Row(everyone(200), plan()),
    "public_topic": Row(everyone(200), of_plan("line_id")),
    "write_to_topic": Row(everyone(200), of_plan("line_id")),
    "public_campaigns": Row(everyone(200)),
    "public_campaign": Row(everyone(200), campaign()),
    # Citizens' pages are for everybody. A receipt opens for the browser that holds its cookie and for nobody
    # else, whatever their office: the way leads to the page that asks for number and code.
    **{
        name: Row(everyone(200))
        for name in (
            "home",
            "write",
            "complain",
            "track",
            "published",
            "privacy",
            "rules",
            "accessibility",
            "find",
            "find_on_map",
            "bodies",
            "voter_code",
            "challenge",
        )
    },
    **{
        name: Row(everyone(302), number)
        for name in (
            "sent",
            "receipt",
            "receipt_remark",
            "receipt_more",
            "receipt_withdraw",
            "receipt_rate",
            "receipt_rework",
        )
    },
    "receipt_qr": Row(everyone(404), number),
    "receipt_file": Row(everyone(302), lambda case: [case.number, *file(case)]),
    "published_case": Row(everyone(404), lambda case: [case.pk]),
    "find_place": Row(everyone(200), lambda case: [case.division.code]),  # type: ignore[union-attr]
    "station": Row(everyone(200), lambda case: [case.station_id]),
    "deputy_page": Row(everyone(200), lambda case: [case.deputy_id]),
    "short_deputy": Row(everyone(200), deputys_code),
    "short_deputy_qr": Row(everyone(200), deputys_code),
    "short_deputy_sheet": Row(everyone(200), deputys_code),
    "short_station": Row(everyone(200), stations_code),
    "short_station_qr": Row(everyone(200), stations_code),
    "short_station_sheet": Row(everyone(200), stations_code),
    "write_to_station": Row(everyone(200), lambda case: [case.station_id]),
    "write_to_deputy": Row(everyone(200), lambda case: [case.deputy_id]),
    "complain_of_deputy": Row(everyone(200), lambda case: [case.deputy_id]),
    "similar": Row(everyone(405)),
    "keep_draft": Row(everyone(405)),
    "delete_draft": Row(everyone(405)),
    "keep_complaint_draft": Row(everyone(405)),
    "delete_complaint_draft": Row(everyone(405)),
    "api-send": Row(everyone(405)),
    "api-follow": Row(everyone(405)),
    "api-published": Row(everyone(200)),
    # Nobody's session opens these: a system of the organ does, with its key (SYSTEMS below).
    "organ-api-system": Row(everyone(401)),
    **{
        name: Row(everyone(401))
        for name in ("organ-api-assignments", "organ-api-motions", "organ-api-promises")
    },
    "organ-api-changes": Row(everyone(401)),
    **{name: Row(everyone(401), args) for name, args in OF_SYSTEMS.items()},
}
# Programs are told 403 instead of being sent to a page for people.
for name in ("api-case", "api-cases", "api-case-step"):
    for codes in (MATRIX[name].mine, MATRIX[name].neighbours, MATRIX[name].strangers):
        if codes:
            codes["anonymous"] = 403
# Tested where they are written: sign-in and one's own account in tests/accounts, health in tests/liaison.
ELSEWHERE = ("account_", "mfa_", "health-", "metrics", "preferences", "set_language", "admin:", "api-schema")


def names(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from names(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}"


def test_every_address_of_the_portal_stands_in_the_matrix() -> None:
    found = {name for name in names() if not name.startswith(ELSEWHERE)}
    assert found - MATRIX.keys() == set()
    assert MATRIX.keys() - found == set()


def a_case(county: County) -> Case:
    """A case that everybody of the county's loop has to do with: its deputy, its station, its organ."""
    case = loops.with_deputy(county)
    services.refer(case, actor=Actor.of(county.deputy_user), note="请交有关部门办理。")
    assign(case, [Part(county.organ)], actor=Actor.of(county.officer))
    sign(loops.share_of(case, county.organ), actor=Actor.of(county.handler))
    days.held(county)
    asked.opened(county, deputy=county.deputy)
    contacts.note(days.heard(county, convey=False, next_step="月底回访"), actor=Actor.of(county.deputy_user))
    contacts.help_given(
        county.deputy, what="陪同办理", done_on=timezone.localdate(), actor=Actor.of(county.deputy_user)
    )
    Attachment.objects.create(
        case=case, name="photo.jpg", content_type="image/jpeg", size=3, digest="0" * 64, file=_stored()
    )
    _suggestions(county)
    HotIssue.objects.create(congress=county.congress, name="搅拌站夜间施工").members.create(case=case)
    arrived(case, outcome="opinion", case=case, station=case.station)
    a_years_work(county)
    a_duty_report(county)
    a_summary(county)
    share = loops.share_of(case, county.organ)
    reply = case.replies.create(assignment=share, body=loops.REPLY, category="B", state="returned")
    case.commitments.create(
        assignment=share,
        organ=county.organ,
        reply=reply,
        promise=loops.PROMISE,
        category="B",
        article="—",
        status="open",
        first_due_on=timezone.localdate(),
        due_on=timezone.localdate(),
    )
    return case


def a_years_work(county: County) -> None:
    """A plan in force, a campaign, guidance to a township, a visit to it, and a report of the deputy."""
    works.report(county)
    if county.congress.contact_plans.exists():
        return
    works.published(county)
    works.announced(county)
    levels = works.Levels(county)
    works.sent(levels)
    works.visit(levels)
    a_column(county)


def a_column(county: County) -> None:
    """An article with a picture, a digest that was sent and adopted, a line of the media log, open data, a law."""
    article = pieces.published(county)
    article.pictures.create(
        file=_stored(), content_type="image/png", digest="0" * 64, width=1, height=1, alt="路灯"
    )
    issue = pieces.sent(county)
    today = timezone.localdate()
    adopt(issue.entries.get(), actor=Actor.of(county.officer), kind="adopted", by="县长", on=today)
    county.congress.media_mentions.create(
        day=today, kind="report", medium="日报", title="见报", entered_by=county.officer, key=uuid4(),
        file=_stored(), file_name="a.pdf", content_type="application/pdf",
    )  # fmt: skip
    county.congress.open_data.create(year=2020, rows=[])
    if not Law.objects.exists():
        pieces.loaded()


def a_duty_report(county: County) -> None:
    """Published with a contested line and the record of its meeting, asked about, appraised and closed."""
    duty_ways.contested(county)
    duty_ways.passed_on(county)
    appraisal = duty_ways.closed(county)
    duty_ways.met(county, appraisal.report)
    duty_ways.in_a_round(county)


def a_summary(county: County) -> None:
    """A frozen summary with its report, another one that is being frozen, and an agenda item."""
    if county.congress.snapshots.exists():
        return
    officer, year = Actor.of(county.officer), periods.year(timezone.localdate().year)
    summaries.begin(freezing.freeze(county.congress, year, actor=officer), actor=officer)
    summaries.ask_to_freeze(county.congress, periods.year(year.first.year - 1), actor=officer)
    today = timezone.localdate()
    summaries.record(
        county.congress,
        actor=officer,
        body="council",
        meeting="第一次主任会议",
        held_on=today,
        title="听取汇报",
    )


def _suggestions(county: County) -> None:
    """A draft of the deputy's, and a suggestion with an answer of the organ's."""
    ways.draft(county)
    handed_in = ways.assigned(county)
    share = loops.share_of(handed_in, county.organ)
    answer = handed_in.replies.create(assignment=share, body=ways.ANSWER, category="A", state="approved")
    answer.released_at = timezone.now()
    answer.save()
    Letter.objects.create(reply=answer, **asdict(ways.letter(handed_in)))


def _stored() -> str:
    return default_storage.save("attachments/matrix", ContentFile(b"abc"))


def a_neighbours_case(county: County) -> Case:
    """In the same county, but with another deputy, another station and another organ."""
    others = County.__new__(County)
    others.__dict__ |= county.__dict__
    others.deputy = DeputyFactory(congress=county.congress)
    mandate = county.deputy.mandates.get()
    others.deputy.mandates.create(
        term=mandate.term, constituency=mandate.constituency, starts_on=mandate.starts_on
    )
    others.deputy_user = county.person("deputy", deputy=others.deputy)
    others.station = StationFactory(congress=county.congress, division=county.township)
    StationMembership.objects.create(station=others.station, deputy=others.deputy)
    others.organ = OrganFactory(congress=county.congress)
    others.handler = county.person("handler", organ=others.organ)
    return a_case(others)


@dataclass
class World:
    clients: dict[str, Client]
    mine: Case
    neighbours: Case
    strangers: Case
    system: Client
    key: dict[str, str]


@pytest.fixture(scope="module")
def world(module_transaction: None) -> World:
    county = County()
    clients = {role: signed_in(user) for role, user in county.staff.items()} | {"anonymous": Client()}
    system = System(county, county.organ)
    key = {"authorization": f"Bearer {system.words}"}
    cases = (a_case(county), a_neighbours_case(county), a_case(County()))
    return World(clients, *cases, system.client, key)


@pytest.mark.parametrize("whose", ["mine", "neighbours", "strangers"])
@pytest.mark.parametrize("name", sorted(MATRIX))
def test_the_address_opens_for_whom_the_matrix_says(world: World, name: str, whose: str) -> None:
    row = MATRIX[name]
    expected = getattr(row, whose) or row.mine
    url = reverse(name, args=row.args(getattr(world, whose)))
    got = {role: client.get(url).status_code for role, client in world.clients.items()}
    assert got == expected


#: What the system of my organ gets: my case, a neighbour's, a stranger's. Steps are taken by POST alone.
SYSTEMS: dict[str, tuple[int, int, int]] = {
    "organ-api-system": (200, 200, 200),
    **{f"organ-api-{name}": (200, 200, 200) for name in ("assignments", "motions", "promises", "changes")},
    **dict.fromkeys(OF_SYSTEMS, (405, 405, 405)),
    "organ-api-assignment": (200, 404, 404),
    "organ-api-promise": (200, 404, 404),
    "organ-api-file": (200, 404, 404),
    "organ-api-motion": (404, 404, 404),  # one that the organ has: tests/feedback/organ_api/test_doors.py
}


@pytest.mark.parametrize("name", sorted(SYSTEMS))
def test_an_organs_system_opens_what_the_organ_has_and_nothing_else(world: World, name: str) -> None:
    row, got = MATRIX[name], []
    for case in (world.mine, world.neighbours, world.strangers):
        got.append(world.system.get(reverse(name, args=row.args(case)), headers=world.key).status_code)
    assert tuple(got) == SYSTEMS[name]


@pytest.mark.parametrize("name", sorted(name for name, codes in SYSTEMS.items() if codes[0] == 405))
def test_an_organs_system_takes_no_step_of_what_it_does_not_have(world: World, name: str) -> None:
    for case in (world.neighbours, world.strangers):
        url = reverse(name, args=MATRIX[name].args(case))
        given = {"note": "x", "reason": "x", "body": loops.REPLY, "became": "confirm_kept", "manner": "phone",
                 "happened_on": str(timezone.localdate()), "summary": "x"}  # fmt: skip
        taken = get_resolver().resolve(url).func.view_class.takes().fields  # type: ignore[attr-defined]
        body = {field: value for field, value in given.items() if field in taken}
        answer = world.system.post(
            url, body, content_type="application/json", headers=world.key | {"idempotency-key": name}
        )
        assert answer.status_code == 404, answer.content


@pytest.mark.parametrize("role", STAFF)
def test_lists_hold_exactly_what_single_pages_open(world: World, role: str) -> None:
    client = world.clients[role]
    listed = {row["number"] for row in client.get("/api/cases/").json()["results"]}
    cases = (world.mine, world.neighbours, world.strangers)
    opened = {
        case.number for case in cases if client.get(reverse("case", args=[case.number])).status_code == 200
    }
    assert listed & {case.number for case in cases} == opened


def test_a_refusal_says_in_a_sentence_why(world: World) -> None:
    answer = world.clients["committee"].get(reverse("step", args=[world.mine.number, "note"]))
    assert answer.status_code == 403
    assert "“" in answer.content.decode()
