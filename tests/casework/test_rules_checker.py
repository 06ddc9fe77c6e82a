"""What a rule profile may not say: each refused with the file, the key and the reason, and nothing loaded."""

import copy
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from casework.models.rules import RuleProfile
from casework.rules import files, loading, schema, store
from casework.rules.checker import check_text
from casework.rules.days import Period, Unit
from casework.rules.family import exceeds
from casework.rules.profile import resolve

COUNTY = """
name = "lakeside"
version = "1"
level = "county"
parent = "national"
in_force_from = 2026-01-01
title = { zh = "湖滨县", en = "Lakeside county" }

[clock.opinion.screen]
period = { n = 2, unit = "workday" }
starts_from = { zh = "群众提交", en = "the citizen's submission" }
article = "《湖滨县办法》第三条"
basis = "regulation"
"""

Write = Callable[..., Path]


PROMISING = (
    "[result_classes]\nitems = [{ code = 'B', label = { zh = '一', en = 'x' }, promise = true }]\n"
    "article = '一'\nbasis = 'law'"
)


@pytest.fixture(autouse=True)
def _fresh_rules() -> object:
    store.forget()
    yield
    store.forget()


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(text: str = COUNTY, *changes: tuple[str, str], name: str = "lakeside.toml") -> Path:
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def problems(*paths: Path) -> list[tuple[str, str]]:
    with pytest.raises(files.UnreadableProfile) as refused, translation.override("en"):
        loading.read_all(paths)
    assert {problem.file for problem in refused.value.problems} <= {str(path) for path in paths}
    return [(problem.key, problem.reason) for problem in refused.value.problems]


@pytest.mark.django_db
def test_a_right_file_has_no_problem(write: Write) -> None:
    assert [document.name for document in loading.read_all([write()])] == ["lakeside"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        ("opinion.screen]", "opinion.scren]", "clock.opinion.scren", "unknown clock"),
        ('article = "《湖滨县办法》第三条"\n', "", "clock.opinion.screen.article", "names the article"),
        ('"《湖滨县办法》第三条"', '"  "', "clock.opinion.screen.article", "names the article"),
        ("n = 2", "n = -2", "clock.opinion.screen.period.n", "whole number from 1"),
        ("n = 2", "n = 0", "clock.opinion.screen.period.n", "whole number from 1"),
        ("n = 2", "n = 2.5", "clock.opinion.screen.period.n", "whole number from 1"),
        ("n = 2", "n = true", "clock.opinion.screen.period.n", "whole number from 1"),
        ('"workday"', '"week"', "clock.opinion.screen.period.unit", "one of day, workday, month"),
        ('"regulation"', '"habit"', "clock.opinion.screen.basis", "one of law"),
        ('basis = "reg', 'urgent = true\nbasis = "reg', "clock.opinion.screen.urgent", "unknown key"),
        ('level = "county"', 'level = "shire"', "level", "one of national"),
        ('level = "county"', 'level = "national"', "parent", "not of a higher level"),
        ('version = "1"', "", "version", "short word"),
        ('version = "1"', 'version = "1+2"', "version", "short word"),
        ('parent = "national"', 'parent = "atlantis"', "parent", "no profile “atlantis”"),
        ('parent = "national"', 'parent = "lakeside"', "parent", "circular: lakeside → lakeside"),
        ("2026-01-01", '"soon"', "in_force_from", "a date such as"),
        ("2026-01-01", "2026-01-01\nin_force_to = 2025-12-31", "in_force_to", "before in_force_from"),
        (', en = "Lakeside county"', "", "title", "zh"),
        ('en = "Lakeside county"', 'en = " "', "title", "both languages"),
        ('name = "lakeside"', 'name = "lakeside"\ncolour = "red"', "colour", "unknown key"),
    ],
)
def test_a_wrong_file_is_refused_with_key_and_reason(
    write: Write, old: str, new: str, key: str, reason: str
) -> None:
    found = dict(problems(write(COUNTY, (old, new))))
    assert reason in found[key]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("addition", "key"),
    [
        ("[limit.wishes]\nvalue = 3\narticle = '一'\nbasis = 'law'", "limit.wishes"),
        ("[limit.attachments]\nvalue = -1\narticle = '一'\nbasis = 'law'", "limit.attachments.value"),
        ("[limit.reworks]\nby_level = 1\narticle = '一'\nbasis = 'law'", "limit.reworks.by_level"),
        (
            "[limit.motion_cosigners]\nby_level = { moon = 5 }\narticle = '一'\nbasis = 'law'",
            "limit.motion_cosigners.by_level.moon",
        ),
        ("[switch.flying]\nvalue = true\narticle = '一'\nbasis = 'law'", "switch.flying"),
        ("[switch.suspend_clock]\nvalue = 1\narticle = '一'\nbasis = 'law'", "switch.suspend_clock.value"),
        ("[switch.withdrawal]\nvalue = 'never'\narticle = '一'\nbasis = 'law'", "switch.withdrawal.value"),
        ("[switch.withdrawal]\nvalue = 'any_time'\nbasis = 'law'", "switch.withdrawal.article"),
        (PROMISING, "result_classes.promise_article"),
        (PROMISING + "\npromise_article = ' '", "result_classes.promise_article"),
        (PROMISING.replace("true", "false") + "\npromise_article = '二'", "result_classes.promise_article"),
        (PROMISING.replace("true", "'yes'"), "result_classes.items.1.promise"),
        ("[clock.opinion.meeting]\nperiod = { n = 1, unit = 'year' }", "clock.opinion.meeting.period.unit"),
        (
            "[switch.second_dissatisfied]\nvalue = 'twice'\narticle = '一'\nbasis = 'law'",
            "switch.second_dissatisfied.value",
        ),
        ("[result_classes]\nitems = []\narticle = '一'\nbasis = 'law'", "result_classes.items"),
        (
            "[result_classes]\nitems = [{ code = 'A', label = { zh = '一', en = 'x' } }, "
            "{ code = 'A', label = { zh = '二', en = 'y' } }]\narticle = '一'\nbasis = 'law'",
            "result_classes.items",
        ),
        (
            "[urging]\nremind_before = 3\nurge_after = 5\nsecond_urge_after = 2\nsupervise_after = 9\n"
            "article = '一'\nbasis = 'law'",
            "urging",
        ),
        ("[clock.suggestion]\nreply = 3", "clock.suggestion.reply"),
    ],
)
def test_wrong_limits_switches_and_labels_are_refused(write: Write, addition: str, key: str) -> None:
    assert key in dict(problems(write(f"{COUNTY}\n{addition}\n")))


@pytest.mark.django_db
def test_a_file_that_is_not_toml_or_not_there_is_refused(write: Write, tmp_path: Path) -> None:
    assert "cannot be read" in dict(problems(write("name = = 1")))["(file)"]
    assert "cannot be read" in dict(problems(tmp_path / "absent.toml"))["(file)"]


@pytest.mark.django_db
def test_parents_that_go_round_are_refused(write: Write) -> None:
    one = write(COUNTY, ('parent = "national"', 'parent = "seaside"'))
    text = COUNTY.replace('"lakeside"', '"seaside"').replace('parent = "national"', 'parent = "lakeside"')
    found = problems(one, write(text, name="seaside.toml"))
    assert ("parent", "circular: lakeside → seaside → lakeside") in found


@pytest.mark.django_db
def test_two_versions_in_force_on_one_day_are_refused(write: Write) -> None:
    second = COUNTY.replace('version = "1"', 'version = "2"').replace("2026-01-01", "2026-06-30")
    later = write(second, name="second.toml")
    found = problems(write(COUNTY, ("2026-01-01", "2026-01-01\nin_force_to = 2026-06-30")), later)
    assert "in force on 2026-06-30 too" in dict(found)["in_force_from"]
    first = write(COUNTY, ("2026-01-01", "2026-01-01\nin_force_to = 2026-06-29"))
    assert len(loading.read_all([first, later])) == 2


@pytest.mark.django_db
def test_a_version_may_not_reach_into_one_that_is_loaded_already(write: Write) -> None:
    second = COUNTY.replace('version = "1"', 'version = "2"').replace("2026-01-01", "2026-06-30")
    loading.load_profiles(loading.read_all([write(second, name="second.toml")]))
    first = write(COUNTY, ("2026-01-01", "2026-01-01\nin_force_to = 2026-06-30"))
    assert "lakeside@2" in dict(problems(first))["in_force_from"]


@pytest.mark.django_db
def test_a_new_version_of_a_shipped_profile_must_end_the_old_one(write: Write) -> None:
    text = (files.SHIPPED / "shandong.toml").read_text(encoding="utf-8")
    new = write(text.replace('version = "2017-05-19"', 'version = "2027"'), name="shandong.toml")
    assert "2017-05-19" in dict(problems(new))["in_force_from"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("n", "unit", "refused"),
    [
        (4, "month", True),
        (3, "month", False),
        (130, "day", True),
        (93, "day", True),
        (90, "day", True),
        (88, "day", False),
        (110, "workday", True),
        (70, "workday", True),
        (50, "workday", False),
    ],
)
def test_no_profile_gives_longer_than_the_law_above_it(
    write: Write, n: int, unit: str, refused: bool
) -> None:
    length = (("n = 2", f"n = {n}"), ('"workday"', f'"{unit}"'))
    path = write(COUNTY, ("opinion.screen", "suggestion.reply"), *length)
    if refused:
        assert "《代表法》第五十一条" in dict(problems(path))["clock.suggestion.reply.period"]
    else:
        assert loading.read_all([path])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("clock", "n", "unit", "most"),
    [
        ("opinion.extension", 30, "workday", "30 day"),
        ("opinion.extension", 19, "workday", "30 day"),
        ("opinion.objection", 8, "day", "5 workday"),
        ("opinion.screen", 15, "workday", "15 day"),
        ("opinion.reply", 2, "month", "60 day"),
    ],
)
def test_a_period_that_is_too_long_on_some_day_only_is_refused_with_that_day(
    write: Write, clock: str, n: int, unit: str, most: str
) -> None:
    path = write(COUNTY, ("opinion.screen", clock), ("n = 2", f"n = {n}"), ('"workday"', f'"{unit}"'))
    with translation.override("en"):
        reason = dict(problems(path))[f"clock.{clock}.period"]
    assert f"longer than {most}" in reason and "counted from 20" in reason


SHORTER = ('第十条"\nbasis', '第十条"\nceiling = { n = 3, unit = "day", article = "某决定第一条" }\nbasis')


@pytest.mark.django_db
def test_a_parent_that_allows_less_than_a_profile_below_it_is_refused(write: Write) -> None:
    child = write(
        COUNTY, ("national", "shandong"), ("opinion.screen", "suggestion.assign"), ("n = 2", "n = 4")
    )
    loading.load_profiles(loading.read_all([child]))
    text = (files.SHIPPED / "shandong.toml").read_text(encoding="utf-8")
    shorter = text.replace(
        'period = { n = 5, unit = "day" }\nstarts_from = { zh = "接到',
        'period = { n = 3, unit = "day" }\nstarts_from = { zh = "接到',
    )
    parent = write(shorter, SHORTER, name="shandong.toml")
    with pytest.raises(files.UnreadableProfile) as caught:
        loading.read_all([parent])
    (problem,) = [one for one in caught.value.problems if one.file == "lakeside@1"]
    assert problem.key == "clock.suggestion.assign.period" and "某决定第一条" in problem.reason


@given(st.integers(1, 100), st.integers(1, 100), st.sampled_from(list(Unit)))
def test_in_one_unit_longer_is_more(n: int, most: int, unit: Unit) -> None:
    assert exceeds(Period(n, unit), Period(most, unit)) is (n > most)


@pytest.mark.django_db
def test_a_profile_without_a_parent_must_say_everything(write: Write) -> None:
    keys = dict(problems(write(COUNTY, ('parent = "national"\n', ""))))
    expected = {f"clock.{name}" for name in schema.CLOCKS if name != "opinion.screen"}
    expected |= {f"limit.{name}" for name in schema.LIMITS} | {f"switch.{name}" for name in schema.SWITCHES}
    assert set(keys) == expected | {"result_classes", "urging"}


@pytest.mark.django_db
def test_one_wrong_file_among_right_ones_loads_nothing(write: Write) -> None:
    right = write()
    wrong = write(COUNTY, ('"lakeside"', '"seaside"'), ("n = 2", "n = -2"), name="seaside.toml")
    with pytest.raises(CommandError, match=r"seaside\.toml: clock\.opinion\.screen\.period\.n: .*-2"):
        call_command("rules", "load", str(right), str(wrong))
    assert not RuleProfile.objects.exists()


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(deeper for key, item in inner for deeper in _paths(item, (*path, key)))]


NATIONAL = tomllib.loads((files.SHIPPED / "national.toml").read_text(encoding="utf-8"))
PLACES = [path for path in _paths(NATIONAL) if path]
JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5),
    st.lists(st.integers(), max_size=2), st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)  # fmt: skip


@given(st.sampled_from(PLACES), JUNK)
def test_whatever_stands_at_any_place_the_check_answers_and_what_it_passes_can_be_used(
    place: tuple[Any, ...], junk: Any
) -> None:
    data = copy.deepcopy(NATIONAL)
    inner: Any = data
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = junk
    if not check_text("national.toml", data):
        assert resolve([data]).name == data["name"]
