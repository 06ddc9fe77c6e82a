"""Comment forms and questionnaires: one answer each, paper typed once, words an opinion, small groups hidden."""

from __future__ import annotations

import csv
import threading
from datetime import timedelta
from io import BytesIO, StringIO
from uuid import uuid4

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from casework.errors import Incomplete, Refused, StepRefused
from casework.models import Case
from contacts import papers, services
from contacts.exports import guarded
from contacts.models import Answer, Inquiry, Response
from contacts.results import for_the_public, results_of, without_small
from contacts.services import Asked, Filled
from feedback import receipts
from feedback.forms.public import new_key
from tests.contacts import asked
from tests.factories import County
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


# --- Writing ----------------------------------------------------------------------------------------------
def test_a_form_without_questions_is_not_opened_and_an_open_one_keeps_its_questions(county: County) -> None:
    officer = Actor.of(county.officer)
    with pytest.raises(Incomplete):
        services.open_inquiry(asked.draft(county, questions=()), actor=officer)
    inquiry = asked.opened(county)
    with pytest.raises(StepRefused):
        services.rewrite(inquiry, services.Draft(
            county.congress, "survey", "别的", inquiry.opens_on, inquiry.closes_on
        ), actor=officer)  # fmt: skip


def test_a_choice_needs_two_choices(county: County) -> None:
    with pytest.raises(Incomplete, match="1"):
        asked.draft(county, questions=[Asked("single", "怎样出行？", ["步行", " 步行 "])])


# --- Answering --------------------------------------------------------------------------------------------
def test_words_become_an_opinion_with_a_receipt_and_ticks_a_count(county: County) -> None:
    inquiry = asked.opened(county, deputy=county.deputy)
    filled = Filled(answers=asked.answers(inquiry, ticks=(0, 2), grade=4, words=asked.WORDS), device_mark="a")
    response, taken = services.answer(inquiry, filled)
    case, code = taken[0]
    assert receipts.find(case.number, code) == case
    assert (case.channel.code, case.opinion.body, case.deputy) == ("survey", asked.WORDS, county.deputy)
    assert case.title.startswith("出行问卷")
    assert list(response.cases.all()) == [case]
    assert not Answer.objects.exclude(text="").exists()  # the words stand in the opinion alone
    assert services.answer(inquiry, filled) == (response, taken)
    assert Case.objects.count() == 1


def test_a_form_with_ticks_alone_makes_no_opinion(county: County) -> None:
    asked.answered(asked.opened(county))
    assert Case.objects.count() == 0
    assert Response.objects.count() == 1


def test_a_device_answers_a_questionnaire_once_and_a_comment_form_as_often_as_it_has_to_say(
    county: County,
) -> None:
    survey, form = asked.opened(county), asked.opened(county, kind="form", title="意见表")
    for inquiry, times in ((survey, 1), (form, 2)):
        said = 0
        for _turn in range(2):
            try:
                services.answer(inquiry, Filled(answers=asked.answers(inquiry), device_mark="one"))
                said += 1
            except StepRefused:
                pass
        assert said == times


def test_a_printed_code_is_good_for_one_answer_and_does_not_stay_with_it(county: County) -> None:
    inquiry = asked.opened(county, needs_code=True)
    code = services.print_codes(inquiry, actor=Actor.of(county.officer), copies=2)[0]
    filled = {"answers": asked.answers(inquiry), "code": code.lower()}
    services.answer(inquiry, Filled(**filled))  # type: ignore[arg-type]
    for wrong in (filled, {**filled, "code": "0000-0000"}, {**filled, "code": ""}):
        with pytest.raises(Incomplete) as refused:
            services.answer(inquiry, Filled(**wrong))  # type: ignore[arg-type]
        assert refused.value.field == "code"
    assert Response.objects.get().device_mark == ""
    assert inquiry.codes.exclude(used_at=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_use_one_code_at_once_get_one_answer_between_them() -> None:
    county = County()
    inquiry = asked.opened(county, needs_code=True)
    code = services.print_codes(inquiry, actor=Actor.of(county.officer), copies=1)[0]
    answers, start, said = asked.answers(inquiry), threading.Barrier(3), []

    def send() -> None:
        start.wait()
        try:
            services.answer(inquiry, Filled(answers=answers, code=code))
            said.append("taken")
        except Refused:
            said.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _n in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(said) == ["refused", "refused", "taken"]


def test_before_its_first_and_after_its_last_day_nothing_is_taken_online(county: County) -> None:
    inquiry = asked.opened(county)
    with time_machine.travel(timezone.now() + timedelta(days=11)):
        with pytest.raises(StepRefused):
            asked.answered(inquiry)
        services.follow()
    assert Inquiry.objects.get().status == "closed"


# --- Paper ------------------------------------------------------------------------------------------------
def test_form_numbers_carry_a_check_digit_that_finds_a_slip() -> None:
    number = papers.form_number(17)
    assert papers.read_number(number) == 17
    assert papers.read_number(f" {number[:2]}-{number[2:]} ") == 17
    wrong = [number[:-1] + str((int(number[-1]) + 1) % 10), "17", "", "abc", "١٢٣٤٥"]
    assert [papers.read_number(one) for one in wrong] == [None] * 5


def grid(inquiry: Inquiry, *rows: dict[str, str]) -> dict[str, str]:
    """What the page of rows sends: by the place of each row."""
    single, _multiple, scale, text = inquiry.questions.all()
    sent = {}
    for place in range(10):
        sent |= {f"r{place}-key": str(uuid4()), f"r{place}-number": ""}
    for place, row in enumerate(rows):
        names = {
            "number": "number",
            "choice": f"q{single.pk}",
            "grade": f"q{scale.pk}",
            "words": f"q{text.pk}",
        }
        sent |= {f"r{place}-{names.get(name, name)}": value for name, value in row.items()}
    return sent


def test_good_rows_are_taken_bad_ones_stay_with_their_words_and_a_form_is_typed_once(county: County) -> None:
    inquiry = asked.opened(county, kind="form", title="意见表")
    numbers = services.print_forms(inquiry, actor=Actor.of(county.officer), copies=4)
    choice = str(inquiry.questions.get(position=1).options.get(position=2).pk)
    client = signed_in(county.station_staff)
    url = reverse("inquiry_type", args=[inquiry.pk])
    sent = grid(
        inquiry,
        {
            "number": numbers[0],
            "choice": choice,
            "words": asked.WORDS,
            "name": "王秀兰",
            "phone": "13900000000",
        },
        {"number": numbers[0], "choice": choice},
        {"number": "99999", "choice": choice, "words": "另一份的意见，不能丢。"},
        {"number": numbers[1]},
        {"number": numbers[2], "choice": choice, "grade": "5"},
    )
    answer = client.post(url, sent)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert Response.objects.count() == 2
    assert "另一份的意见，不能丢。" in page
    assert page.count('<p class="error"') == 3
    case = Case.objects.get()
    assert case.events.get(action="submit").acting_as == "station"
    assert case.opinion.wishes_contact
    assert client.post(url, sent).status_code == 400  # the page sent twice takes nothing twice
    assert Response.objects.count() == 2


def test_the_page_of_rows_is_for_the_desk(county: County) -> None:
    inquiry = asked.opened(county, kind="form", title="意见表", deputy=county.deputy)
    url = reverse("inquiry_type", args=[inquiry.pk])
    assert signed_in(county.deputy_user).get(url).status_code == 403
    assert signed_in(county.officer).get(url).status_code == 200


# --- Results ----------------------------------------------------------------------------------------------
def test_results_count_each_question_by_those_who_answered_it(county: County) -> None:
    inquiry = asked.opened(county)
    asked.answered(inquiry, option=0, ticks=(0, 1), grade=2)
    asked.answered(inquiry, option=0, ticks=(1,))
    asked.answered(inquiry, option=2, grade=5, words=asked.WORDS)
    single, multiple, scale, text = results_of(inquiry)
    assert (single.counts, single.answered) == ((2, 0, 1), 3)
    assert (multiple.counts, multiple.answered) == ((1, 2, 0), 2)
    assert (scale.counts, scale.answered, scale.mean) == ((0, 1, 0, 0, 1), 2, 3.5)
    assert text.answered == 1


@pytest.mark.parametrize(
    ("counts", "adds_up", "shown"),
    [
        ((10, 3, 20), True, (None, None, 20)),
        ((10, 3, 2, 20), True, (10, None, None, 20)),
        ((10, 3, 20), False, (10, None, 20)),
        ((10, 0, 20), True, (10, 0, 20)),
        ((4,), True, (None,)),
    ],
)
def test_small_groups_are_hidden_and_cannot_be_reckoned_out(
    counts: tuple[int, ...], adds_up: bool, shown: tuple[int | None, ...]
) -> None:
    assert tuple(without_small(counts, adds_up=adds_up)) == shown


def test_a_question_that_few_answered_shows_the_public_nothing(county: County) -> None:
    inquiry = asked.opened(county)
    for _n in range(4):
        asked.answered(inquiry)
    shown = for_the_public(results_of(inquiry)[0])
    assert shown.answered is None
    assert set(shown.counts) == {None}


def test_the_public_reads_a_result_when_it_is_published_without_small_groups(county: County) -> None:
    inquiry = asked.opened(county)
    for option in (0, 0, 0, 0, 0, 0, 1, 2, 2, 2, 2, 2):
        asked.answered(inquiry, option=option)
    officer, url = Actor.of(county.officer), reverse("inquiry_answer", args=[inquiry.pk])
    services.advance(inquiry, "close", actor=officer)
    assert "自驾" not in Client().get(url).content.decode()
    services.publish(inquiry, actor=officer, summary="将增加班次。")
    page = Client().get(url).content.decode()
    assert "将增加班次。" in page
    assert '<td class="num">6</td>' in page
    assert '<td class="num">1</td>' not in page
    assert '<td class="num">5</td>' not in page  # with it the single answer could be reckoned out


def test_a_result_without_what_follows_from_it_is_not_published(county: County) -> None:
    inquiry = asked.opened(county)
    services.advance(inquiry, "close", actor=Actor.of(county.officer))
    with pytest.raises(Incomplete):
        services.publish(inquiry, actor=Actor.of(county.officer), summary=" ")


# --- Exports ----------------------------------------------------------------------------------------------
def test_no_cell_of_an_export_is_a_formula_and_nobody_is_named(county: County) -> None:
    questions = [Asked("text", "=1+1 什么？"), Asked("text", "意见", as_opinion=True)]
    inquiry = asked.opened(county, questions=questions)
    first, second = inquiry.questions.all()
    services.answer(
        inquiry, Filled(answers={first.pk: "=HYPERLINK(1)", second.pk: asked.WORDS}, device_mark="a")
    )
    client = signed_in(county.officer)
    text = client.get(reverse("inquiry_csv", args=[inquiry.pk])).content.decode("utf-8-sig")
    head, row = list(csv.reader(StringIO(text)))
    assert head[3] == "'=1+1 什么？"
    assert row[3] == "'=HYPERLINK(1)"
    assert row[4] == Case.objects.get().number
    assert asked.WORDS not in text
    book = openpyxl.load_workbook(BytesIO(client.get(reverse("inquiry_xlsx", args=[inquiry.pk])).content))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert "=HYPERLINK(1)" in [cell.value for cell in cells]
    assert all(cell.data_type != "f" for cell in cells)


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠a", " =1"])
def test_every_sign_that_begins_a_formula_is_guarded(text: str) -> None:
    assert str(guarded(text)).startswith("'")
    assert guarded("路灯") == "路灯"
    assert guarded(-3) == -3


# --- Pages ------------------------------------------------------------------------------------------------
def filled_in(inquiry: Inquiry, **changes: str) -> dict[str, str]:
    single = inquiry.questions.get(position=1)
    return {f"q{single.pk}": str(single.options.get(position=1).pk), "key": new_key(), **changes}


def test_a_citizen_fills_in_a_questionnaire_gets_receipts_and_is_not_asked_again(county: County) -> None:
    inquiry = asked.opened(county)
    url, text = reverse("inquiry_answer", args=[inquiry.pk]), inquiry.questions.get(position=4)
    client = Client()
    assert url in client.get(reverse("inquiries")).content.decode()
    client.get(url)
    done = client.post(url, filled_in(inquiry, **{f"q{text.pk}": asked.WORDS}), follow=True)
    case = Case.objects.get()
    page = done.content.decode()
    assert case.number in page
    assert client.get(reverse("receipt", args=[case.number])).status_code == 200
    again = client.post(url, filled_in(inquiry))
    assert again.status_code == 409
    assert 'name="q' not in client.get(url).content.decode()
    assert Response.objects.count() == 1


def test_contact_without_leave_to_keep_it_and_an_empty_form_come_back(county: County) -> None:
    inquiry = asked.opened(county, kind="form", title="意见表")
    url = reverse("inquiry_answer", args=[inquiry.pk])
    client = Client()
    client.get(url)
    assert client.post(url, filled_in(inquiry, name="王")).status_code == 400
    assert client.post(url, {"key": new_key()}).status_code == 400
    assert Response.objects.count() == 0


def test_a_draft_is_nobodys_yet_and_one_that_comes_later_says_when(county: County) -> None:
    draft = asked.draft(county)
    assert Client().get(reverse("inquiry_answer", args=[draft.pk])).status_code == 404
    later = asked.opened(county, title="以后", opens_on=timezone.localdate() + timedelta(days=2))
    page = Client().get(reverse("inquiry_answer", args=[later.pk])).content.decode()
    assert 'name="q' not in page


def test_the_office_writes_changes_opens_prints_and_reads(county: County) -> None:
    client = signed_in(county.officer)
    today = timezone.localdate()
    sent = {
        "key": str(uuid4()),
        "title": "出行",
        "opens_on": str(today),
        "closes_on": str(today + timedelta(days=5)),
        "form-TOTAL_FORMS": "2",
        "form-INITIAL_FORMS": "0",
        "form-0-text": "怎样出行？",
        "form-0-kind": "single",
        "form-0-options": "步行\n公交",
        "form-1-text": "",
        "form-1-kind": "single",
    }
    url = reverse("inquiry_new", args=["survey"])
    more = client.post(url, {**sent, "step": "more"}).content.decode()
    assert 'name="form-4-text"' in more
    assert Inquiry.objects.count() == 0
    bad = client.post(url, {**sent, "form-0-options": "步行"})
    assert bad.status_code == 400
    client.post(url, sent)
    inquiry = Inquiry.objects.get()
    assert inquiry.questions.get().options.count() == 2
    edit = reverse("inquiry_edit", args=[inquiry.pk])
    assert "步行" in client.get(edit).content.decode()
    client.post(edit, {**sent, "title": "出行问卷", "version": str(inquiry.version)})
    inquiry.refresh_from_db()
    assert inquiry.title == "出行问卷"
    client.post(reverse("inquiry_step", args=[inquiry.pk, "open"]), {"version": inquiry.version})
    sheets = client.post(reverse("inquiry_print", args=[inquiry.pk]), {"copies": "3"}).content.decode()
    assert papers.form_number(3) in sheets
    assert "data:image/svg+xml" in sheets
    assert client.get(reverse("inquiry", args=[inquiry.pk])).status_code == 200
    for name in ("comment_forms", "questionnaires"):
        assert client.get(reverse(name)).status_code == 200
