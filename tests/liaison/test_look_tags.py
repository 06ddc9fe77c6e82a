"""Dates, owed dates, badges and fields as pages write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
import time_machine
from django import forms
from django.template import TemplateSyntaxError
from django.utils import translation

from accounts import formats
from accounts.due import due_of
from accounts.templatetags import portal

DAY = date(2026, 12, 4)


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "2026年12月4日（周五）"), ("en", "Fri 4 Dec 2026")]
)
def test_a_day_is_written_as_its_reader_writes_it(language, words):
    with translation.override(language):
        assert portal.day(DAY) == words


def test_a_moment_is_told_in_the_portals_time_zone():
    with translation.override("zh-hans"):
        assert portal.moment(datetime(2026, 12, 3, 18, 5, tzinfo=UTC)) == "2026年12月4日（周五）02:05"
        assert portal.day(datetime(2026, 12, 3, 18, 5, tzinfo=UTC)) == "2026年12月4日（周五）"


@time_machine.travel("2026-06-01T12:00:00+08:00", tick=False)
def test_a_short_day_names_the_year_only_where_it_is_another():
    with translation.override("zh-hans"):
        assert (portal.short_day(DAY), portal.short_day(date(2025, 1, 2))) == ("12月4日", "2025年1月2日")


def test_a_day_within_a_sentence_goes_without_its_weekday():
    with translation.override("zh-hans"):
        assert formats.bare_day(DAY) == "2026年12月4日"
    with translation.override("en"):
        assert formats.bare_day(DAY) == "4 Dec 2026"


def test_numbers_are_grouped_by_thousands_in_both_languages():
    for language in ("zh-hans", "en"):
        with translation.override(language):
            assert (portal.number(1234567), portal.percent(Decimal("0.9624"))) == ("1,234,567", "96.2%")


@pytest.mark.parametrize("show", [portal.day, portal.short_day, portal.moment, portal.number, portal.percent])
def test_nothing_is_shown_as_a_dash(show):
    assert show(None) == "—"


@pytest.fixture
def calendar_days(settings):
    settings.PORTAL_DAYS_LEFT = settings.PORTAL_DUE_WHY = ""
    with translation.override("en"), time_machine.travel("2026-06-10T12:00:00+08:00", tick=False):
        yield date(2026, 6, 10)


@pytest.mark.parametrize(
    ("away", "words", "state"),
    [
        (-2, "late by 2 days", "late"),
        (-1, "late by 1 day", "late"),
        (0, "due today", "soon"),
        (1, "1 day left", "soon"),
        (3, "3 days left", "soon"),
        (4, "4 days left", "calm"),
    ],
)
def test_an_owed_date_says_how_far_it_is(calendar_days, away, words, state):
    owed = due_of(SimpleNamespace(due_on=calendar_days + timedelta(days=away)))
    assert owed and (owed.words, owed.state) == (words, state)


def test_the_settings_say_who_counts_working_days(calendar_days, settings):
    settings.PORTAL_DAYS_LEFT = f"{__name__}.always_seven"
    owed = due_of({"due_on": calendar_days + timedelta(days=30)})
    assert owed and owed.words == "7 working days left"


def always_seven(on: date) -> int:
    return 7


def test_nothing_owed_shows_nothing():
    assert portal.due(SimpleNamespace(due_on=None)) == ""


def test_the_reason_of_a_date_opens_from_the_date(calendar_days):
    why = SimpleNamespace(
        sentence="Article 22 <b>",
        provisional=True,
        skipped=((date(2026, 6, 19), "Dragon Boat"), (date(2026, 6, 20), "weekend")),
    )
    shown = portal.due(SimpleNamespace(due_on=calendar_days, due_why=why))
    assert shown.startswith("<details") and "Article 22 &lt;b&gt;" in shown
    assert "Dragon Boat" in shown and "weekend" not in shown and "(provisional)" in shown
    assert "<details" not in portal.due(SimpleNamespace(due_on=calendar_days, due_why=why), "brief")


def test_a_badge_escapes_its_word_and_refuses_an_unknown_shape():
    assert "&lt;i&gt;" in portal.badge("<i>", "late")
    with pytest.raises(TemplateSyntaxError):
        portal.badge("word", "purple")


class Form(forms.Form):
    text = forms.CharField(help_text="hint", widget=forms.Textarea(attrs={"class": "short"}))
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    maybe = forms.CharField(required=False)
    agree = forms.BooleanField()


def test_a_field_joins_label_hint_error_and_control():
    with translation.override("en"):
        shown = Form({})["text"].as_field_group()
    assert '<label for="id_text">' in shown and 'class="form-control short"' in shown
    assert 'aria-describedby="id_text_helptext id_text_error"' in shown and 'aria-invalid="true"' in shown
    assert 'id="id_text_helptext"' in shown and 'id="id_text_error"' in shown


def test_choices_stand_in_a_fieldset_with_a_legend():
    shown = Form()["kind"].as_field_group()
    assert "<fieldset" in shown and "<legend>" in shown and "form-control" not in shown


def test_only_what_may_be_left_out_is_marked():
    with translation.override("en"):
        assert "(optional)" in Form()["maybe"].as_field_group()
        assert "(optional)" not in Form()["text"].as_field_group()


def test_the_error_summary_links_to_something_that_takes_the_focus():
    form = Form({})
    summary = portal.error_summary(form)["errors"]
    assert [error["target"] for error in summary] == ["id_text", "id_kind_0", "id_agree"]
    page = str(form)
    assert all(f'id="{error["target"]}"' in page for error in summary)


def test_the_error_summary_takes_formsets():
    formset = forms.formset_factory(Form, extra=0)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-text": "x", "form-0-kind": "a"}
    )
    assert [e["target"] for e in portal.error_summary(formset)["errors"]] == ["id_form-0-agree"]
