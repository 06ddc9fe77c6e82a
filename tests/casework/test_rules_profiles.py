"""Profiles in use: what is inherited, which version serves which day, and what loading may change."""

from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from casework import rules
from casework.models.rules import RuleProfile
from casework.rules import files, schema, store

COUNTY = (
    'name = "lakeside"\nversion = "{version}"\nlevel = "county"\nparent = "shandong"\n'
    'in_force_from = {start}\n{end}title = {{ zh = "湖滨县", en = "Lakeside county" }}\n'
    '[clock.opinion.screen]\nperiod = {{ n = {n}, unit = "workday" }}\nbasis = "regulation"\n'
    'starts_from = {{ zh = "群众提交", en = "the submission" }}\narticle = "《湖滨县办法》第三条"\n'
)
MONDAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _fresh_rules() -> object:
    store.forget()
    yield
    store.forget()


def county(folder: Path, *, version: str = "1", start: str = "2026-01-01", end: str = "", n: int = 2) -> Path:
    path = folder / f"lakeside-{version}.toml"
    ends = f"in_force_to = {end}\n" if end else ""
    path.write_text(COUNTY.format(version=version, start=start, end=ends, n=n), encoding="utf-8")
    return path


def load(*paths: Path, **options: str) -> None:
    call_command("rules", "load", *map(str, paths), **options)


# --- Shipped ------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["beijing", "demo", "henan", "national", "shandong", "shanghai", "zhejiang"])
def test_every_shipped_profile_answers_for_every_clock_limit_and_switch(name: str) -> None:
    profile = rules.profile_for(name, MONDAY)
    assert set(profile.clocks) == set(schema.CLOCKS)
    assert set(profile.switches) == set(schema.SWITCHES)
    assert all(profile.limit(limit, "county") >= 0 for limit in schema.LIMITS)
    assert all(clock.article and clock.starts_from.zh for clock in profile.clocks.values())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("national", "5w 5w 1m 3m 6m 15w 1m"),
        ("shandong", "5d 5d 1m 3m 6m 15w 1m"),
        ("shandong-township", "5d 5d 1m 2m 4m 15w 1m"),
        ("shanghai", "7w 7w 1m 3m 6m 15w 1m"),
        ("beijing", "5w 5w 1m 3m 6m 15w 2m"),
        ("zhejiang", "7d 10d 2m 3m 6m 15w 1m"),
        ("henan", "5w 10w 2m 3m 6m 10w 1m"),
    ],
)
def test_the_parameter_table(name: str, expected: str) -> None:
    """assign, objection, assist_opinion, reply, reply_extended, rating, rework."""
    clocks = rules.profile_for(name, MONDAY).clocks
    names = ("assign", "objection", "assist_opinion", "reply", "reply_extended", "rating", "rework")
    periods = [clocks[f"suggestion.{each}"].period for each in names]
    assert " ".join(f"{period.n}{period.unit[0]}" for period in periods) == expected


@pytest.mark.django_db
def test_what_is_nearer_wins_and_the_rest_is_inherited_with_its_origin() -> None:
    town = rules.profile_for("shandong-township", date(2026, 3, 2))
    province = rules.profile_for("shandong", date(2026, 3, 2))
    assert town.clock("suggestion.reply").origin == "shandong-township@2015-12-03"
    assert province.clock("suggestion.reply").origin == "shandong@2017-05-19"
    assert town.clock("suggestion.first_contact").origin == "national@2025-03-12"
    assert town.limit("motion_cosigners") == 5
    assert town.key == "shandong-township@2015-12-03+shandong@2017-05-19+national@2025-03-12"


@pytest.mark.django_db
def test_no_clock_on_a_citizens_opinion_claims_to_be_law() -> None:
    clocks = rules.profile_for("national", MONDAY).clocks
    assert {clock.basis for name, clock in clocks.items() if name.startswith("opinion.")} == {"practice"}
    with translation.override("en"):
        sentence = rules.clock("demo", "opinion.screen", MONDAY).sentence()
    assert "not a statute" in sentence


@pytest.mark.django_db
def test_a_default_is_called_so_once_with_the_text_that_was_looked_at() -> None:
    with translation.override("zh-hans"):
        sentence = rules.clock("national", "suggestion.rework", MONDAY).sentence()
    assert sentence.endswith("；本平台自定期限，并非法定（《代表法》第五十一条未规定）")


@pytest.mark.django_db
def test_switches_and_labels_differ_by_place() -> None:
    on = {name: rules.profile_for(name, MONDAY) for name in ("national", "henan", "beijing", "shanghai")}
    assert on["henan"].switch("second_dissatisfied") == "expert"
    assert on["beijing"].switch("withdrawal") == "before_assignment"
    assert [item.code for item in on["henan"].result_classes.items] == list("ABCDE")
    assert [item.promise for item in on["shanghai"].result_classes.items] == [False, True, True, False]
    assert [item.promise for item in on["beijing"].result_classes.items] == [False, True, False, False]


@pytest.mark.django_db
def test_the_ladder_counts_working_days_on_both_sides_of_the_date() -> None:
    assert rules.urging_days("national", date(2026, 10, 8)) == {
        "remind": date(2026, 9, 28),
        "urge": date(2026, 10, 8),
        "second_urge": date(2026, 10, 14),
        "supervise": date(2026, 10, 21),
    }


@pytest.mark.django_db
def test_an_unknown_name_is_said_plainly() -> None:
    with pytest.raises(rules.UnknownProfile, match="“atlantis”的规则；现有：beijing, demo"):
        rules.clock("atlantis", "opinion.screen", MONDAY)
    with pytest.raises(rules.UnknownClock, match=r"“opinion\.nap”"):
        rules.clock("demo", "opinion.nap", MONDAY)
    with pytest.raises(rules.UnknownProfile, match="demo@7"):
        rules.clock("demo@7+national@2025-03-12", "opinion.screen", MONDAY)


@pytest.mark.django_db
def test_the_sentence_is_in_the_readers_language() -> None:
    explained = rules.clock("shandong", "suggestion.assign", date(2026, 9, 28))
    with translation.override("en"):
        assert explained.sentence() == (
            "5 days, counted from the day after receipt of a suggestion made out of session "
            "(28 Sep 2026), until 8 Oct 2026; 5 days off skipped; "
            "《山东省人民代表大会代表建议、批评和意见办理工作条例》第十条"
        )
    with translation.override("zh-hans"):
        assert "接到闭会期间提出的建议" in explained.sentence()


@pytest.mark.django_db
def test_a_provisional_date_says_so() -> None:
    with translation.override("en"):
        sentence = rules.clock("national", "suggestion.reply", date(2026, 11, 6)).sentence()
        year_end = rules.clock("national", "opinion.assign", date(2026, 12, 23)).sentence()
    assert "provisional: the days off of 2027 are not announced yet" in sentence
    assert "until 30 Dec 2026" in year_end
    assert "provisional: the days off of 2027 are not announced yet" in year_end


# --- Versions -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_a_county_leaves_out_it_inherits_from_its_province(tmp_path: Path) -> None:
    load(county(tmp_path))
    inherited = rules.profile_for("lakeside", MONDAY)
    assert inherited.clock("suggestion.assign").origin == "shandong@2017-05-19"
    assert inherited.standing(inherited.clock("suggestion.assign")) == "inherited"


@pytest.mark.django_db
def test_a_start_is_answered_by_the_version_in_force_on_it(tmp_path: Path) -> None:
    load(county(tmp_path, end="2026-06-30"), county(tmp_path, version="2", start="2026-07-01", n=4))
    assert rules.clock("lakeside", "opinion.screen", date(2026, 6, 30)).version == "1"
    assert rules.clock("lakeside", "opinion.screen", date(2026, 7, 1)).version == "2"
    assert rules.clock("lakeside", "opinion.screen", date(2015, 3, 2)).version == "1"  # history brought along


@pytest.mark.django_db
def test_after_the_last_version_has_ended_there_is_no_answer(tmp_path: Path) -> None:
    load(county(tmp_path, end="2026-06-30"))
    with pytest.raises(rules.UnknownProfile, match="2026-07-01"):
        rules.clock("lakeside", "opinion.screen", date(2026, 7, 1))


@pytest.mark.django_db
def test_days_without_any_version_are_warned_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    second = county(tmp_path, version="2", start="2026-07-01", n=4)
    load(county(tmp_path, end="2026-06-30"), second)
    assert not capsys.readouterr().err
    load(county(tmp_path, end="2026-05-31"))
    assert "lakeside 在 2026-06-01 至 2026-06-30 没有生效的版本" in capsys.readouterr().err
    second.unlink()
    load(county(tmp_path, version="2", start="2026-07-01", end="2027-06-30", n=4))
    assert "lakeside 自 2027-07-01 起没有生效的版本" in capsys.readouterr().err


@pytest.mark.django_db
def test_a_case_keeps_the_version_it_began_under(tmp_path: Path) -> None:
    load(county(tmp_path))
    key = rules.profile_for("lakeside", MONDAY).key
    load(county(tmp_path, end="2026-06-30"), county(tmp_path, version="2", start="2026-07-01", n=4))
    late = date(2026, 7, 6)
    assert rules.clock(key, "opinion.screen", late).due == date(2026, 7, 8)
    assert rules.clock("lakeside", "opinion.screen", late).due == date(2026, 7, 10)


@pytest.mark.django_db
def test_rules_that_cases_began_under_change_only_with_a_reason(tmp_path: Path) -> None:
    load(county(tmp_path))
    changed = county(tmp_path, n=4)
    with pytest.raises(CommandError, match="--reason"):
        load(changed)
    assert rules.clock("lakeside", "opinion.screen", MONDAY).due == date(2026, 3, 4)
    load(changed, reason="the text had a misprint")
    assert rules.clock("lakeside", "opinion.screen", MONDAY).due == date(2026, 3, 6)
    assert RuleProfile.objects.get(name="lakeside").change_note == "the text had a misprint"


@pytest.mark.django_db
def test_a_shipped_version_changes_only_with_a_reason_before_anything_is_loaded(tmp_path: Path) -> None:
    text = (files.SHIPPED / "shandong.toml").read_text(encoding="utf-8")
    changed = tmp_path / "shandong.toml"
    changed.write_text(text.replace('{ n = 5, unit = "day" }', '{ n = 4, unit = "day" }'), encoding="utf-8")
    with pytest.raises(CommandError, match="--reason"):
        load(changed)
    assert not RuleProfile.objects.exists()
    load(changed, reason="ours are shorter")
    assert rules.profile_for("shandong", MONDAY).clock("suggestion.assign").period.n == 4


@pytest.mark.django_db
def test_loading_again_changes_nothing_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    load()
    loaded_at = RuleProfile.objects.get(name="henan").loaded_at
    assert RuleProfile.objects.count() == len(files.shipped())
    capsys.readouterr()
    load()
    assert capsys.readouterr().out.startswith("没有变化：beijing@")
    assert RuleProfile.objects.get(name="henan").loaded_at == loaded_at


@pytest.mark.django_db
def test_a_new_version_of_a_shipped_profile_follows_the_shipped_one(tmp_path: Path) -> None:
    text = (files.SHIPPED / "demo.toml").read_text(encoding="utf-8")
    old, new = tmp_path / "demo-1.toml", tmp_path / "demo-2.toml"
    old.write_text(text.replace("2016-01-01", "2016-01-01\nin_force_to = 2026-12-31"), encoding="utf-8")
    text = text.replace('version = "1"', 'version = "2"').replace("2016-01-01", "2027-01-01")
    new.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match="in_force_from"):
        load(new)
    load(old, new)
    assert rules.profile_for("demo", MONDAY).version == "1"
    assert rules.profile_for("demo", date(2027, 3, 1)).version == "2"


@pytest.mark.django_db
def test_an_older_version_of_a_shipped_profile_stores_the_shipped_one_beside_it(tmp_path: Path) -> None:
    text = (files.SHIPPED / "demo.toml").read_text(encoding="utf-8")
    text = text.replace('version = "1"', 'version = "0"')
    older = tmp_path / "demo-0.toml"
    older.write_text(text.replace("2016-01-01", "2010-01-01\nin_force_to = 2015-12-31"), encoding="utf-8")
    load(older)
    assert rules.profile_for("demo", date(2012, 3, 2)).version == "0"
    assert rules.profile_for("demo", MONDAY).version == "1"


@pytest.mark.django_db
def test_the_table_holds_one_row_for_a_version_and_no_end_before_the_beginning(tmp_path: Path) -> None:
    load(county(tmp_path))
    row = RuleProfile.objects.get(name="lakeside")
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleProfile.objects.filter(name="lakeside").update(in_force_to=date(2025, 1, 1))


@pytest.mark.django_db
def test_the_back_office_is_held_to_the_same_checks(tmp_path: Path) -> None:
    load(county(tmp_path))
    row = RuleProfile.objects.get(name="lakeside")
    row.data["clock"]["opinion"]["screen"]["article"] = ""
    with pytest.raises(ValidationError, match=r"clock\.opinion\.screen\.article"):
        row.full_clean()
    row.refresh_from_db()
    row.data["clock"]["opinion"]["screen"]["period"]["n"] = 3
    with translation.override("en"), pytest.raises(ValidationError, match="version"):
        row.full_clean()
    row.change_note = "misprint"
    row.data["in_force_to"] = "2026-12-31"
    row.full_clean()
    row.save()
    assert RuleProfile.objects.get(name="lakeside").in_force_to == date(2026, 12, 31)
    store.forget()
    assert rules.clock("lakeside", "opinion.screen", MONDAY).due == date(2026, 3, 5)


@pytest.mark.django_db
def test_before_the_first_migration_the_shipped_rules_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    for model in (RuleProfile, *store_models()):
        monkeypatch.setattr(model._meta, "db_table", f"absent_{model._meta.db_table}")
    assert rules.clock("demo", "opinion.screen", MONDAY).due == date(2026, 3, 5)
    with connection.cursor() as cursor:  # the transaction is still whole
        cursor.execute("SELECT 1")


def store_models() -> list[type]:
    return [store._model(name) for name in ("CalendarDay", "CalendarYear")]


@pytest.mark.django_db
def test_rules_loaded_into_an_earlier_version_of_the_portal_are_completed_from_the_shipped_ones() -> None:
    load()
    row = RuleProfile.objects.get(name="national")
    del row.data["clock"]["complaint"], row.data["limit"]["reworks"]
    RuleProfile.objects.filter(pk=row.pk).update(data=row.data)
    store.forget()
    profile = rules.profile_for("shandong", MONDAY)
    assert profile.clock("complaint.inform").period.n == 15
    assert profile.limit("reworks") == 1
    assert profile.key == "+".join(["shandong@2017-05-19", f"national@{row.version}"])
