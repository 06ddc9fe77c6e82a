"""Versions: what serves is never replaced by something worse, and can be taken back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from subprocess import CalledProcessError
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.actors import Actor
from casework.models import Case, Topic
from feedback import services
from feedback.learning import cases, nightly, serving, training, turn, versions
from feedback.learning.model import Model
from feedback.models import ModelState, Opinion, Proposal, TopicModel, TopicRule
from feedback.routing import service, store
from tests import loops
from tests.factories import CongressFactory, County, TopicFactory
from tests.feedback.learning.messages import TOPICS, message, messages

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh() -> None:
    serving.forget()
    store.forget()


@pytest.fixture(scope="module")
def model() -> Model:
    texts, labels = messages(30)
    return training.train(texts, labels)


@pytest.fixture
def county() -> County:
    county = County()
    county.topics = {code: TopicFactory(code=code, name=code) for code in TOPICS}
    return county


def kept(county: County, model: Model, now: float, before: float) -> TopicModel:
    figures = {"accuracy": now, "macro_f1": now}, {"accuracy": before, "macro_f1": before}
    return versions.keep(
        county.congress, model, cases=100, held_back=25, scores=figures[0], before=figures[1]
    )


def served(county: County) -> int | None:
    serving.forget()
    found = serving.version_for(county.congress)
    return found.version if found else None


def test_a_better_model_serves_and_a_worse_one_does_not(county: County, model: Model) -> None:
    assert kept(county, model, 0.8, 0.6).state == ModelState.SERVING
    assert kept(county, model, 0.7, 0.8).state == ModelState.REFUSED
    assert served(county) == 1
    assert kept(county, model, 0.8, 0.8).state == ModelState.SERVING
    assert served(county) == 3
    assert TopicModel.objects.get(version=1).state == ModelState.STANDBY


def test_a_model_that_is_worse_in_one_of_two_figures_does_not_serve(county: County, model: Model) -> None:
    before = {"accuracy": 0.8, "macro_f1": 0.8}
    scores = {"accuracy": 0.9, "macro_f1": 0.7}
    version = versions.keep(county.congress, model, cases=9, held_back=9, scores=scores, before=before)
    assert version.state == ModelState.REFUSED


def test_going_back_ends_at_the_rules_alone(county: County, model: Model) -> None:
    kept(county, model, 0.8, 0.6)
    kept(county, model, 0.9, 0.8)
    assert versions.roll_back(county.congress, by=county.officer).version == 1
    assert TopicModel.objects.get(version=2).changed_by == county.officer
    assert served(county) == 1
    assert versions.roll_back(county.congress, by=None) is None
    assert served(county) is None
    with pytest.raises(versions.NothingEarlier):
        versions.roll_back(county.congress, by=None)
    versions.put_in_service(TopicModel.objects.get(version=2), by=None)
    assert served(county) == 2


def test_a_congress_without_a_model_is_served_by_the_one_above(county: County, model: Model) -> None:
    below = CongressFactory(parent=county.congress)
    kept(county, model, 0.8, 0.6)
    assert serving.classifier_of(below).version == TopicModel.objects.get().pk
    assert serving.classifier_of(County().congress) is None


def test_a_model_whose_bytes_have_changed_serves_nobody(county: County, model: Model) -> None:
    version = kept(county, model, 0.8, 0.6)
    TopicModel.objects.filter(pk=version.pk).update(data=bytes(version.data)[:-9] + b"x" * 9)
    serving.forget()
    serving._models.clear()
    assert serving.classifier_of(county.congress) is None


def test_the_model_speaks_in_the_proposal_and_names_its_words(county: County, model: Model) -> None:
    version = kept(county, model, 0.8, 0.6)
    title, body = message("wages", 6000).split("\n", 1)
    case = loops.submitted(county, body=body, title=title, topic=None)
    service.propose_for(list(case.events.filter(action="submit")))
    proposal = Proposal.objects.get(case=case)
    assert proposal.topic == proposal.guess == county.topics["wages"]
    assert proposal.by_model == version
    assert proposal.alternatives[0]["topic"] == county.topics["wages"].pk
    assert proposal.alternatives[0]["words"]
    assert any(row["code"] == "topic_learned_words" for row in proposal.reasons)


def test_what_a_person_decides_stays_beside_the_proposal(county: County, model: Model) -> None:
    kept(county, model, 0.8, 0.6)
    title, body = message("wages", 6001).split("\n", 1)
    case = loops.submitted(county, body=body, title=title, topic=None)
    service.propose_for(list(case.events.filter(action="submit")))
    case.refresh_from_db()
    services.register(case, actor=Actor.of(county.officer), topic=county.topics["road"])
    proposal = Proposal.objects.get(case=case)
    assert (proposal.guess.code, proposal.decided_topic.code) == ("wages", "road")
    assert proposal.decided_at is not None


def decided(county: County, each: int, start: int = 0) -> None:
    """Cases that were registered under their topic, as the office's screening leaves them."""
    pattern = loops.registered(county)
    for seed in range(start, start + each):
        for topic in TOPICS:
            title, body = message(topic, seed).split("\n", 1)
            case = Case.objects.get(pk=pattern.pk)
            case.pk, case.number, case.title = None, f"L{topic}{seed}", title
            case.topic = county.topics[topic]
            case.save(force_insert=True)
            Opinion.objects.create(case=case, body=body)
    Case.objects.filter(pk=pattern.pk).update(topic=None)


def test_only_screened_public_opinions_teach(county: County) -> None:
    decided(county, 1)
    assert {one.topic for one in cases.decided(county.congress)} == set(TOPICS)
    rows = Case.objects.filter(number__startswith="L").order_by("pk")
    Case.objects.filter(pk=rows[0].pk).update(confidential=True)
    Case.objects.filter(pk=rows[1].pk).update(status="submitted")
    Case.objects.filter(pk=rows[2].pk).update(topic=None)
    Opinion.objects.filter(pk=rows[3].pk).update(body="电话13912345678,路灯坏了")
    (left,) = cases.decided(county.congress)
    assert "139" not in left.text


def test_it_learns_from_decided_cases_and_is_compared_on_others(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turn, "ENOUGH", 100)
    decided(county, 20)
    assert nightly.learn(county.congress).why == "few"
    decided(county, 20, start=20)
    first = nightly.learn(county.congress)
    assert first.version.state == ModelState.SERVING
    assert first.version.cases + first.version.held_back == 160
    assert first.version.held_back > 10
    assert first.version.accuracy > first.version.before_accuracy
    assert nightly.learn(county.congress).why == "nothing_new"
    again = nightly.learn(county.congress, anyway=True)
    assert again.version.before_accuracy == first.version.accuracy
    assert (again.version.held_back, again.version.cases) == (first.version.held_back, first.version.cases)


def test_without_a_model_the_rules_are_what_is_to_be_beaten(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turn, "ENOUGH", 50)
    decided(county, 30)
    for topic, words in (("wages", "工资 5\n社保 5"), ("road", "路灯 5\n公交车 5")):
        TopicRule.objects.create(topic=county.topics[topic], congress=county.congress, words=words)
    assert 0 < nightly.learn(county.congress).version.before_accuracy < 1


def test_it_is_only_time_at_night_and_with_enough_cases(
    county: County, monkeypatch: pytest.MonkeyPatch, model: Model
) -> None:
    assert not turn.is_due()
    monkeypatch.setattr(turn, "ENOUGH", 4)
    decided(county, 1)
    assert turn.is_due()
    version = kept(county, model, 0.9, 0.1)
    assert not turn.is_due()
    TopicModel.objects.filter(pk=version.pk).update(made_at=timezone.now() - timedelta(hours=21))
    assert turn.is_due()
    monkeypatch.setattr(turn, "NIGHT", ())
    assert turn.learn_at_night() == 0


def test_it_is_switched_off_where_the_operator_says_so(
    county: County, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr(turn, "ENOUGH", 4)
    monkeypatch.setattr(turn, "NIGHT", range(24))
    decided(county, 1)
    settings.PORTAL_LEARNS_AT_NIGHT = False
    assert turn.learn_at_night() == 0


def test_a_training_that_fails_is_no_silent_success(
    county: County, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    """The process is really started; what stands at its address says no."""
    monkeypatch.setattr(turn, "ENOUGH", 4)
    monkeypatch.setattr(turn, "NIGHT", range(24))
    decided(county, 1)
    (tmp_path / "manage.py").write_text("import sys; sys.exit(sys.argv[1:] != ['routing', 'learn'])")
    settings.PORTAL_LEARNS_AT_NIGHT, settings.BASE_DIR = True, tmp_path
    assert turn.learn_at_night() == 1
    (tmp_path / "manage.py").write_text("raise SystemExit(3)")
    with pytest.raises(CalledProcessError):
        turn.learn_at_night()


def test_versions_are_listed_changed_and_taken_back_by_command(
    county: County, model: Model, capsys: pytest.CaptureFixture[str]
) -> None:
    code = county.congress.code
    call_command("routing", "versions", "--congress", code)
    assert capsys.readouterr().out
    kept(county, model, 0.8, 0.6)
    kept(county, model, 0.7, 0.8)
    call_command("routing", "versions", "--congress", code)
    assert "0.800" in capsys.readouterr().out
    call_command("routing", "use", "2", "--congress", code)
    assert served(county) == 2
    call_command("routing", "roll-back", "--congress", code)
    assert served(county) == 1
    call_command("routing", "explain", message("wages", 1), "--congress", code)
    assert "wages" in capsys.readouterr().out
    call_command("routing", "roll-back", "--congress", code)
    with pytest.raises(CommandError):
        call_command("routing", "roll-back", "--congress", code)
    with pytest.raises(CommandError):
        call_command("routing", "use", "77", "--congress", code)


def test_topics_that_were_switched_off_are_not_proposed(county: County, model: Model) -> None:
    kept(county, model, 0.8, 0.6)
    Topic.objects.filter(code="wages").update(is_active=False)
    serving.forget()
    found = serving.classifier_of(county.congress)(message("wages", 9))
    assert county.topics["wages"].pk not in [one.topic_id for one in found]
