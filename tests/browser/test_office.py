"""An officer's day in a real browser: three cases with the keyboard alone, and every page for everybody."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.actors import Actor
from casework import outbox
from casework.models import Case
from contacts import services as contacts
from feedback.models import Proposal
from tests import loops
from tests.browser.hands import press
from tests.contacts import days
from tests.factories import County
from tests.signing_in import signed_in

AXE = Path(settings.BASE_DIR, "node_modules", "axe-core", "axe.min.js")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def county() -> County:
    return County()


@pytest.fixture
def office(county, live_server, browser, browser_context_args):
    """A signed-in officer's page of a given width; complaints of the browser fail the test."""
    complaints: list[str] = []
    contexts: list[Any] = []

    def open_page(width: int = 1280, user: Any = None, script: bool = True) -> Any:
        session = signed_in(user or county.officer).cookies[settings.SESSION_COOKIE_NAME].value
        own = {"viewport": {"width": width, "height": 900}, "base_url": live_server.url, "locale": "en-US"}
        own["java_script_enabled"] = script
        context = browser.new_context(**{**browser_context_args, **own})
        contexts.append(context)
        context.add_cookies(
            [
                {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url},
                {"name": settings.LANGUAGE_COOKIE_NAME, "value": "en", "url": live_server.url},
            ]
        )
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: (
                complaints.append(said.text) if said.type == "error" and "409" not in said.text else None
            ),
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints


def due_in(case: Case, days: int) -> Case:
    day = timezone.localdate() + timezone.timedelta(days=days)
    Case.objects.filter(pk=case.pk).update(due_on=day)
    return case


def titled(page: Any, words: str) -> None:
    page.locator("#case-pane").get_by_role("heading", name=words, exact=True).wait_for()


def test_three_cases_are_worked_with_the_keyboard_alone(county, office):
    first = due_in(loops.submitted(county, title="first"), 1)
    second = due_in(loops.submitted(county, title="second"), 2)
    third = due_in(loops.registered(county, title="third"), 3)
    Proposal.objects.create(case=third, organ=county.second_organ, confidence=0.9)
    page = office()
    page.goto(reverse("queue"))

    page.keyboard.press("j")
    titled(page, "first")
    page.keyboard.press("r")
    titled(page, "Register")
    page.keyboard.press("s")  # everything is filled in: the step is taken, and the next case is open

    titled(page, "second")
    page.get_by_text("Done: Register. first").wait_for()
    page.keyboard.press("m")
    titled(page, "Ask for more")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.locator("#id_note").focus()
    page.keyboard.type("Where exactly is it? s j a r")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    titled(page, "third")
    page.keyboard.press("a")
    titled(page, "Assign")
    page.keyboard.press("s")
    page.get_by_text("Done: Assign. third").wait_for()

    for case in (first, second, third):
        case.refresh_from_db()
    assert [first.status, second.status, third.status] == ["registered", "needs_info", "assigned"]
    assert second.events.get(action="ask_more").note == "Where exactly is it? s j a r"
    assert third.organ == county.second_organ


# --- Undo -----------------------------------------------------------------------------------------------
def test_a_step_is_undone_with_the_key_z_and_the_case_is_open_again(county, office, settings):
    settings.UNDO_SECONDS = 10
    case = due_in(loops.submitted(county, title="first"), 1)
    due_in(loops.submitted(county, title="second"), 2)
    page = office()
    page.goto(reverse("queue"))
    page.keyboard.press("j")
    titled(page, "first")
    page.keyboard.press("r")
    titled(page, "Register")
    page.keyboard.press("s")
    titled(page, "second")
    offer = page.get_by_role("button", name="Undo")
    expect(offer).to_be_visible()
    assert page.evaluate("document.activeElement === document.body")  # an offer takes no focus
    expect(page.locator("#live")).to_have_text("The step can be undone for a moment: key z")
    page.evaluate(AXE.read_text("utf-8"))
    assert page.evaluate("axe.run({resultTypes: ['violations']}).then(r => r.violations)") == []
    with page.expect_navigation():
        page.keyboard.press("z")
    page.get_by_text("Undone: Register. first").wait_for()
    titled(page, "first")
    expect(offer).to_have_count(0)
    case.refresh_from_db()
    assert case.status == "submitted"


def test_z_in_a_text_is_a_letter(county, office, settings):
    settings.UNDO_SECONDS = 10
    case = loops.submitted(county)
    page = office()
    page.goto(reverse("step", args=[case.number, "register"]))
    page.get_by_label("give it to a deputy now").check()
    press(page, "Register")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    page.locator("#id_note").press_sequentially("zz")
    expect(page.locator("#id_note")).to_have_value("zz")
    case.refresh_from_db()
    assert case.status == "registered"


def test_the_offer_goes_when_its_time_is_over_and_throws_nobody_off(county, office, settings):
    settings.UNDO_SECONDS = 2
    first, second = loops.registered(county), loops.registered(county)
    page = office()
    offer = page.get_by_role("button", name="Undo")
    for case in (first, second):
        page.goto(reverse("step", args=[case.number, "note"]))
        page.locator("#id_note").fill("Called back.")
        press(page, "Write a note for colleagues")
        expect(offer).to_be_visible()
        if case == first:
            expect(offer).to_have_count(0, timeout=5000)
            page.get_by_text("Done: Write a note for colleagues").wait_for()
    offer.focus()
    page.wait_for_timeout(2500)
    expect(offer).to_be_focused()
    page.keyboard.press("Tab")
    expect(offer).to_have_count(0)


def test_on_a_phone_without_javascript_a_button_undoes_it_or_says_that_it_is_too_late(
    county, office, settings
):
    settings.UNDO_SECONDS = 3
    case = loops.submitted(county)
    page = office(360, script=False)
    for late in (False, True):
        page.goto(reverse("step", args=[case.number, "ask_more"]))
        page.locator("#id_note").fill("Where exactly is it?")
        press(page, "Ask for more")
        offer = page.get_by_role("button", name="Undo")
        expect(offer).to_be_visible()
        size = offer.bounding_box()
        assert size["height"] >= 44 and size["x"] + size["width"] <= 360
        if late:
            time.sleep(3.2)
        press(page, "Undo")
        case.refresh_from_db()
        if late:
            page.get_by_text("It is too late to undo this step").wait_for()
            assert case.status == "needs_info"
        else:
            page.get_by_text("Undone: Ask for more").wait_for()
            expect(page.locator("#id_note")).to_have_value("Where exactly is it?")
            assert case.status == "submitted"


def test_cases_are_selected_and_assigned_together_with_the_keyboard(county, office):
    cases = [due_in(loops.registered(county, title=f"case {n}"), n) for n in (1, 2, 3)]
    page = office()
    page.goto(reverse("queue"))
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.get_by_text("2 selected").wait_for()
    page.keyboard.press("a")
    page.get_by_text("Nothing has been changed yet").wait_for()
    page.keyboard.press("s")
    page.get_by_text("2 cases were done").wait_for()
    for case in cases:
        case.refresh_from_db()
    assert [case.status for case in cases] == ["assigned", "assigned", "registered"]


def test_a_ready_made_text_and_a_conflict_in_the_pane_lose_nothing(county, office):
    case = due_in(loops.submitted(county, title="noise"), 1)
    page = office()
    page.goto(f"{reverse('queue')}?open={case.number}")
    page.keyboard.press("n")
    titled(page, "Do not accept")
    page.get_by_label("people's court").check()
    page.get_by_role("button", name="Propose the text for this reason").click()
    expect(page.locator("#id_note")).to_have_value(re.compile("12348"))
    Case.objects.filter(pk=case.pk).update(version=case.version + 1)
    page.get_by_role("button", name="Do not accept").click()
    page.get_by_text("Nothing was carried out.").wait_for()
    assert "12348" in page.locator("#id_note").input_value()
    case.refresh_from_db()
    assert case.status == "submitted"


def test_filters_and_similar_cases_open_in_place(county, office):
    case, near = (due_in(loops.submitted(county, title=title), 1) for title in ("this one", "near one"))
    outbox.drain("feedback.index")
    page = office()
    page.goto(f"{reverse('queue')}?open={case.number}")
    page.get_by_text("Similar cases", exact=True).click()
    page.locator("#case-pane").get_by_role("link", name=near.title, exact=True).wait_for()
    page.locator("summary", has_text="Filter").click()
    page.get_by_label("Status").select_option("closed")
    page.get_by_role("button", name="Show these cases").click()
    page.get_by_text("No case fits these filters.").wait_for()


def test_the_identity_is_shown_in_place(county, office):
    case = loops.submitted(county)
    page = office()
    page.goto(reverse("case", args=[case.number]))
    page.get_by_label("Purpose").select_option("call_back")
    page.get_by_role("button", name="Show the identity").click()
    page.get_by_text("王秀兰").wait_for()
    assert page.url.endswith(reverse("case", args=[case.number]))


def test_on_a_phone_a_case_is_a_page_of_its_own(county, office):
    case = due_in(loops.submitted(county, title="noise"), 1)
    page = office(360)
    page.goto(reverse("queue"))
    page.get_by_role("link", name="noise").click()
    page.wait_for_url(f"**open={case.number}")
    titled(page, "noise")
    pane, row = page.locator("#case-pane"), page.locator("[data-row]").first
    assert pane.bounding_box()["y"] < row.bounding_box()["y"]


def addresses(county: County) -> dict[str, str]:
    submitted, registered = loops.submitted(county), loops.registered(county)
    at = {name: make(county).number for name, make in loops.TO_STATUS.items()}
    leading = Case.objects.get(joined_count=1)
    whole, _parts = loops.split(county)
    steps = {
        "register": "submitted", "refuse": "submitted", "ask_more": "submitted", "assign": "registered",
        "give_to_deputy": "registered", "refuse_objection": "objected", "approve_reply": "replied",
        "join": "registered", "split": "registered", "unjoin": "joined", "separate": "joined",
        "feed_back": "reply_reviewed", "return_answer": "deputy_answered", "set_owner": "handling",
        "record_meeting": "to_meet",
    }  # fmt: skip
    promise = loops.promise_at(county, "released")
    return {
        "ledger": reverse("ledger"),
        "promise": reverse("promise", args=[promise.pk]),
        "confirm_kept": reverse("promise_step", args=[promise.pk, "confirm_kept"]),
        "queue": f"{reverse('queue')}?open={submitted.number}",
        "empty": f"{reverse('queue')}?q=nothing",
        "filters": reverse("queue_filters"),
        "enter": reverse("enter"),
        "case": reverse("case", args=[at["closed_unsatisfied"]]),
        "new case": reverse("case", args=[registered.number]),
        "leading": reverse("case", args=[leading.number]),
        "joined": reverse("case", args=[at["joined"]]),
        "split case": reverse("case", args=[whole.number]),
        "same person": reverse("step", args=[submitted.number, "join_again"]),
        "similar": reverse("case_similar", args=[submitted.number]),
        "refused": reverse("step", args=[at["closed"], "assign"]),
        **{action: reverse("step", args=[at[status], action]) for action, status in steps.items()},
    }


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_nothing_is_cut_off(county, office, width):
    assert not findings(office(width), addresses(county))


@pytest.mark.parametrize("width", [360, 1280])
def test_the_organs_pages_of_promises_fit_as_well(county, office, width):
    promise, case = loops.promised(county), loops.handling(county)
    share = loops.share_of(case, county.organ)
    pages = {
        "list": reverse("organ_promises"),
        "promise": reverse("promise", args=[promise.pk]),
        "report": reverse("promise_step", args=[promise.pk, "report_promise"]),
        "reply": reverse("share_step", args=[share.pk, "submit_reply"]),
    }
    assert not findings(office(width, county.handler), pages)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_of_duty_and_the_dossier_fit_as_well(county, office, width):
    me = Actor.of(county.deputy_user)
    loops.promised(county)
    loops.with_deputy(county)
    days.announced(county)
    record = contacts.note(days.heard(county, convey=False, next_step="下月回访"), actor=me)
    contacts.help_given(county.deputy, what="陪同办理", done_on=timezone.localdate(), actor=me)
    own = {
        "duty": reverse("my_duty"),
        "next step": reverse("next_step", args=[record.pk]),
        "dossier": reverse("dossier", args=[county.deputy.pk]),
        "help": reverse("help_record", args=[county.deputy.service_records.get().pk]),
    }
    assert not findings(office(width, county.deputy_user), own)
    offices = {
        "dossier": own["dossier"],
        "dossiers": reverse("dossiers"),
        "coverage": reverse("coverage"),
        "contacts": reverse("coverage_contacts"),
        "records": reverse("contact_records"),
        "figures": reverse("contact_figures"),
    }
    assert not findings(office(width), offices)


def findings(page, pages):
    found = {}
    for name, address in pages.items():
        page.goto(address)
        page.evaluate("for (const d of document.querySelectorAll('main details:not(.drop)')) d.open = true")
        page.evaluate(AXE.read_text("utf-8"))
        run = "axe.run({resultTypes: ['violations']}).then(r => r.violations)"
        for violation in page.evaluate(run):
            nodes = [node["html"][:160] for node in violation["nodes"]]
            found.setdefault(name, []).append((violation["id"], nodes))
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.setdefault(name, []).append(("wider than the screen", []))
    return found


def test_why_a_case_is_due_opens_over_the_queue_in_one_click_and_leaves_the_focus_where_it_was(
    county, office
):
    loops.with_deputy(county, title="why")
    page = office()
    page.goto(reverse("queue"))
    reason = page.locator("[data-row] a[data-why]")
    reason.click()
    dialog = page.locator("dialog#why[open]")
    expect(dialog).to_contain_text("counted from the day after")
    expect(dialog).to_contain_text(f"{county.deputy}: Answer")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(reason).to_be_focused()
    assert "/desk/" in page.url and "open=" not in page.url  # the case itself was not opened


@pytest.mark.parametrize("width", [360, 1280])
def test_the_row_still_opens_its_case_wherever_else_it_is_pressed(county, office, width):
    loops.registered(county, title="press beside the words")
    page = office(width)
    page.goto(reverse("queue"))
    page.locator("[data-row] .badge").click(force=True)
    titled(page, "press beside the words")


def test_without_javascript_the_reason_is_a_page(county, office):
    loops.handling(county)
    page = office(360, county.handler, script=False)
    page.goto(reverse("organ_list") + "?tab=work")
    page.locator("a[data-why]").click()
    page.wait_for_url("**/why/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Why this day, and what comes next")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
