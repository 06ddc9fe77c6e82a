"""What a tag with constants gives is looked up, and follows language, addresses and escaping all the same."""

from __future__ import annotations

from datetime import date
from html import unescape
from types import SimpleNamespace

import pytest
from django.core.checks import run_checks
from django.template import Context, Template
from django.urls import path, set_script_prefix
from django.utils import timezone, translation
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from accounts import kept_tags
from accounts.templatetags.portal import due
from casework.rules import clock

urlpatterns = [path("elsewhere/", lambda request: None, name="home")]


def shown(template: Template, **context: object) -> str:
    return template.render(Context(context))


def test_words_follow_the_language() -> None:
    template = Template(
        '{% load i18n %}{% translate "Sign out" %}|{% trans "Sign out" as words %}{{ words }}'
    )
    for language in ("en", "zh-hans", "en", "zh-hans"):
        with translation.override(language):
            assert shown(template) == f"{_('Sign out')}|{_('Sign out')}"
    with translation.override("zh-hans"):
        assert "Sign out" not in shown(template)


def test_what_is_not_constant_is_worked_out_each_time() -> None:
    template = Template('{% load i18n %}{% translate words %}{% translate "Sign out"|upper %}')
    with translation.override("zh-hans"):
        assert shown(template, words="Yes") == _("Yes") + _("Sign out")
        assert shown(template, words="No") == _("No") + _("Sign out")


def test_a_context_of_a_word_is_told_apart() -> None:
    template = Template(
        '{% load i18n %}{% translate "open" context "key" %}{% translate "open" context which %}'
    )
    with translation.override("zh-hans"):
        assert shown(template, which="key") == 2 * translation.pgettext("key", "open")
        assert shown(template, which="no such context").endswith("open")


def test_escaping_is_that_of_the_place() -> None:
    template = Template(
        """{% load i18n %}{% translate "a" as x %}{% autoescape off %}{% url 'home' %}{% endautoescape %}"""
    )
    assert shown(template) == "/"


def test_an_address_follows_the_addresses_in_use(settings) -> None:  # type: ignore[no-untyped-def]
    template = Template(
        "{% url 'home' %}{% url 'home' as home %}|{{ home }}{% url 'no-such-place' as none %}|{{ none }}"
    )
    assert shown(template) == "/|/|"
    settings.ROOT_URLCONF = __name__
    assert shown(template) == "/elsewhere/|/elsewhere/|"
    set_script_prefix("/portal/")
    try:
        assert shown(template) == "/portal/elsewhere/|/portal/elsewhere/|"
    finally:
        set_script_prefix("/")


def test_an_address_with_a_value_is_worked_out_each_time() -> None:
    template = Template("{% url 'case' number %}")
    assert [shown(template, number=n) for n in ("A", "B")] == ["/cases/A/", "/cases/B/"]


def test_a_file_follows_the_storage(settings) -> None:  # type: ignore[no-untyped-def]
    template = Template("{% load static %}{% static 'icon.svg' %}{% static 'icon.svg' as icon %}|{{ icon }}")
    assert shown(template) == "/static/icon.svg|/static/icon.svg"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"base_url": "/other/"},
        },
    }
    assert shown(template) == "/other/icon.svg|/other/icon.svg"


def test_no_other_library_of_tags_stands_in_the_place_of_another() -> None:
    doubles = [found.msg for found in run_checks(tags=["templates"]) if found.id == "templates.W003"]
    assert sorted(doubles) == [
        f"{name!r} is used for multiple template tag modules: 'accounts.kept_tags', 'django.templatetags.{name}'"
        for name in ("i18n", "static")
    ]


@pytest.mark.parametrize("tag", ["translate", "url", "static"])
def test_the_portals_templates_use_them(tag: str) -> None:
    assert Template("").engine.template_libraries["i18n"].tags[tag] is kept_tags.register.tags[tag]


@pytest.mark.django_db
def test_why_a_day_is_owed_is_worded_anew_unless_it_cannot_change() -> None:
    why = SimpleNamespace(sentence="one")  # no hash: it may change
    thing = SimpleNamespace(due_on=timezone.localdate(), due_why=why)
    assert "one" in due(thing)
    why.sentence = "other"
    assert "other" in due(thing)


@pytest.mark.django_db
def test_why_a_day_is_owed_follows_the_language() -> None:
    why = clock("national", "opinion.screen", date(2026, 9, 28))
    thing = SimpleNamespace(due_on=why.due, due_why=why)
    for language, words in (("en", "counted from"), ("zh-hans", why.article), ("en", "counted from")):
        with translation.override(language):
            told = unescape(strip_tags(due(thing)))  # Chinese in an English sentence is marked as such
            assert words in told
            assert why.sentence() in told
