"""The log of who looked at what grows only; the log of sign-ins is forgotten after 180 days; actors."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import access_log, services
from accounts.actors import Actor
from accounts.append_only import AppendOnlyError
from accounts.models import AccessLog, LoginEvent, LoginEventKind, User
from tests.signing_in import make_user, signed_in

pytestmark = pytest.mark.django_db


class TestActors:
    def test_equal_when_the_same_person_is_meant(self) -> None:
        user = make_user("lin")
        assert Actor.of(user) == Actor.of(User.objects.get(pk=user.pk))
        assert Actor.citizen(3) == Actor.citizen(3)
        assert len({Actor.system, Actor.citizen(3), Actor.citizen(4), Actor.of(user)}) == 4

    def test_nobody_is_not_an_actor(self) -> None:
        for nobody in (AnonymousUser(), User(username="unsaved"), None):
            with pytest.raises(TypeError):
                Actor.of(nobody)  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        "wrong", [{"kind": "user"}, {"kind": "citizen"}, {"kind": "system", "case_id": 1}]
    )
    def test_a_half_actor_cannot_be_made(self, wrong: dict[str, Any]) -> None:
        with pytest.raises(ValueError):
            Actor(**wrong)

    def test_who_it_is(self) -> None:
        user = make_user("lin", display_name="林静")
        assert Actor.of(user).label == "林静"
        assert Actor.of(user).user_id == user.pk
        assert Actor.system.user_id is None
        assert Actor.citizen(3).is_citizen
        assert Actor.system.is_system


class TestWhoLooked:
    def test_each_look_is_kept_with_who_and_why(self) -> None:
        user = make_user("lin")
        access_log.record(Actor.of(user), "identity", 7, "contact", "asked to ring back")
        access_log.record(Actor.system, "identity", 7, "notice")
        access_log.record(Actor.of(user), "identity", 8, "contact")
        looks = access_log.seen("identity", 7)
        assert [(x.actor_kind, x.user, x.purpose) for x in looks] == [
            ("system", None, "notice"),
            ("user", user, "contact"),
        ]

    def test_nobody_looks_without_saying_why(self) -> None:
        with pytest.raises(ValueError, match="why"):
            access_log.record(Actor.system, "identity", 7, "")

    def test_a_row_is_never_changed_nor_removed(self) -> None:
        user = make_user("lin")
        row = access_log.record(Actor.of(user), "identity", 7, "contact")
        row.purpose = "other"
        attempts = [
            row.save,
            row.delete,
            AccessLog.objects.all().delete,
            lambda: AccessLog.objects.update(purpose="other"),
            lambda: AccessLog.objects.filter(pk=row.pk).update(purpose="other"),
            lambda: AccessLog.objects.bulk_update([row], ["purpose"]),
            lambda: AccessLog.objects.update_or_create(pk=row.pk, defaults={"purpose": "other"}),
        ]
        for attempt in attempts:
            with pytest.raises(AppendOnlyError):
                attempt()
        assert AccessLog.objects.get().purpose == "contact"

    def test_who_has_looked_cannot_be_deleted(self) -> None:
        user = make_user("lin")
        access_log.record(Actor.of(user), "identity", 7, "contact")
        with pytest.raises(ProtectedError):
            user.delete()

    def test_the_database_refuses_a_look_by_nobody(self) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            AccessLog.objects.create(actor_kind="user", subject_kind="identity", subject_id=1, purpose="x")

    def test_ones_own_looks_and_sign_ins_stand_on_ones_page(self, rf: Any) -> None:
        user, other = make_user("lin"), make_user("wang")
        access_log.record(Actor.of(user), "identity", 777, "contact")
        access_log.record(Actor.of(other), "identity", 888, "contact")
        services.note(kind=LoginEventKind.WRONG_CODE, request=rf.get("/"), user=user)
        page = signed_in(user).get(reverse("account_overview"))
        words = page.content.decode()
        assert "777" in words
        assert "888" not in words
        assert len(page.context["login_events"]) == 1

    def test_a_code_without_words_stands_for_itself(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(access_log.WORDS, "contact", "to answer")
        assert access_log.words_for("contact") == "to answer"
        assert access_log.words_for("something") == "something"


class TestForgetting:
    def test_sign_ins_go_after_180_days_and_not_before(self, rf: Any) -> None:
        ages = {days: services.note(kind=LoginEventKind.SIGNED_IN, request=rf.get("/"), user=None) for days in
                (179, 181, 400)}  # fmt: skip
        for days, event in ages.items():
            LoginEvent.objects.filter(pk=event.pk).update(at=timezone.now() - timedelta(days=days))
        assert services.purge()["login_events"] == 2
        assert services.purge()["login_events"] == 0
        assert LoginEvent.objects.get() == ages[179]

    def test_more_than_one_batch_goes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(services, "_BATCH", 3)
        old = timezone.now() - timedelta(days=200)
        LoginEvent.objects.bulk_create(
            LoginEvent(kind=LoginEventKind.SIGNED_IN, at=old, address_digest="") for _ in range(8)
        )
        assert services.purge()["login_events"] == 8

    def test_ended_sessions_go(self) -> None:
        client = signed_in(make_user("lin"))
        later = timezone.now() + timedelta(days=30)
        assert services.purge(now=later)["sessions"] == 1
        assert client.get(reverse("account_overview")).status_code == 302


class TestFirstOperator:
    def create(self, monkeypatch: pytest.MonkeyPatch, password: str, *args: str) -> None:
        monkeypatch.setattr("sys.stdin", StringIO(password + "\n"))
        call_command("create_operator", "op", "--stdin", *args, stdout=StringIO())

    def test_may_enter_the_back_office(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.create(monkeypatch, "a good long password 5", "--name", "Operator")
        user = User.objects.get(username="op")
        assert user.check_password("a good long password 5")
        assert user.is_staff
        assert user.is_superuser
        assert not user.is_demo
        assert signed_in(user).get(reverse("admin:index")).status_code == 200

    def test_a_weak_password_or_a_taken_name_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.raises(CommandError):
            self.create(monkeypatch, "12345")
        make_user("Op")
        with pytest.raises(CommandError, match="已有用户"):
            self.create(monkeypatch, "a good long password 5")
        assert User.objects.count() == 1


class TestPages:
    @pytest.mark.parametrize(
        "name",
        [
            "account_overview",
            "account_logout",
            "account_change_password",
            "mfa_activate_totp",
            "mfa_generate_recovery_codes",
        ],
    )
    def test_each_opens_in_both_languages(self, name: str) -> None:
        user = make_user("lin")
        for language in ("en", "zh-hans"):
            client = signed_in(user, headers={"accept-language": language})
            response = client.get(reverse(name))
            assert response.status_code == 200, name
            assert "<h1>" in response.content.decode()

    @pytest.mark.parametrize("name", ["account_login", "account_reset_password"])
    def test_so_do_the_ones_before_signing_in(self, client: Client, name: str) -> None:
        assert client.get(reverse(name)).status_code == 200
