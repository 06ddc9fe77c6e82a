"""The operators' back office: who enters, what each operator keeps, and that every page opens."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import access_log
from accounts.actors import Actor
from accounts.models import AccessLog, LoginEvent, User
from casework import outbox
from casework.models import (
    CalendarDay,
    Case,
    Channel,
    Effect,
    Event,
    PeriodicRun,
    ReplyTemplate,
    RuleProfile,
    Topic,
    TopicOrgan,
)
from casework.rules import seed, store
from casework.rules.files import shipped
from deputies.backoffice.references import references_to
from deputies.models import (
    Constituency,
    Deputy,
    Division,
    LiaisonBody,
    LiaisonStation,
    ListLoad,
    Mandate,
    Organ,
    OrganAlias,
    OrganSpelling,
    PeoplesCongress,
    Post,
    Session,
    SpecialCommittee,
    Term,
)
from feedback.models import HeatRule, OrganChange, OrganToken, TopicRule, Webhook, WebhookDelivery
from tests import loops
from tests.factories import (
    CongressFactory,
    County,
    DeputyFactory,
    DivisionFactory,
    OrganFactory,
    PostFactory,
    StationFactory,
    TopicFactory,
    UserFactory,
)
from tests.feedback.organ_api.systems import System
from tests.signing_in import PASSWORD, make_user, signed_in

pytestmark = pytest.mark.django_db

PAGES = sorted(admin.site._registry, key=lambda model: model._meta.label)
MOST_QUERIES = 25


def address(model: Any, page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def county() -> County:
    return County()


@pytest.fixture
def operator(county: County) -> Client:
    return signed_in(county.operator, headers={"accept-language": "en"})


@pytest.fixture
def superuser() -> Client:
    return signed_in(make_user("root", is_superuser=True, is_staff=True), headers={"accept-language": "en"})


def everything_in(county: County) -> dict[type, Any]:
    """One row of each kind that belongs to a county, by its model."""
    congress = county.congress
    user = UserFactory()
    Post.objects.create(user=user, role="officer", congress=congress)
    rule = TopicRule.objects.create(topic=county.topic, congress=congress, words="噪声")
    case = loops.submitted(county)
    effect = Effect.objects.create(
        event=Event.objects.filter(case=case).first(),
        name="notify",
        attempts=2,
        last_error="SMTP: wang@example.org 13800138000",
    )
    return {
        PeoplesCongress: congress,
        Term: county.term,
        Constituency: county.constituency,
        Deputy: county.deputy,
        LiaisonBody: LiaisonBody.objects.create(congress=congress, kind="deputies_office", name="办公室"),
        SpecialCommittee: SpecialCommittee.objects.create(congress=congress, name="法制委员会"),
        LiaisonStation: county.station,
        Organ: county.organ,
        OrganSpelling: OrganSpelling.objects.create(
            congress=congress, spelling="环保局", proposed=county.organ, score=0.8
        ),
        TopicOrgan: TopicOrgan.objects.filter(congress=congress).first(),
        ReplyTemplate: ReplyTemplate.objects.create(
            congress=congress, action="register", title="收到", body="您好"
        ),
        TopicRule: rule,
        HeatRule: HeatRule.objects.create(congress=congress),
        User: user,
        AccessLog: access_log.record(Actor.of(county.officer), "identity", 1, "reading"),
        LoginEvent: LoginEvent.objects.create(user=county.officer, kind="signed_in", address_digest="x"),
        Effect: effect,
        **of_a_system(county),
    }


def of_a_system(county: County) -> dict[type, Any]:
    """A key of an organ's system, its address, and something that was sent there."""
    system = System(county, county.organ)
    hook = Webhook.objects.create(
        organ=county.organ, url="https://93.184.215.14/news", sealed="x", made_by=county.operator
    )
    loops.assigned(county)
    outbox.drain(outbox.ORGANS)
    change = OrganChange.objects.filter(organ=county.organ).first()
    return {
        OrganToken: system.token,
        Webhook: hook,
        WebhookDelivery: WebhookDelivery.objects.create(webhook=hook, change=change),
    }


class TestWhoEnters:
    @pytest.mark.parametrize("role", ["officer", "station", "deputy", "handler", "head", "committee"])
    def test_other_posts_are_told_that_it_is_for_operators(self, county: County, role: str) -> None:
        client = signed_in(county.staff[role], headers={"accept-language": "en"})
        for url in (
            reverse("admin:index"),
            address(Deputy, "changelist"),
            reverse("admin:deputies_listload_add"),
        ):
            assert client.get(url).status_code == 403

    def test_a_visitor_is_sent_to_the_portals_own_sign_in(self, client: Client) -> None:
        answer = client.get(address(Deputy, "changelist"), follow=True)
        assert answer.redirect_chain[-1][0].startswith(reverse("account_login"))

    def test_an_operator_whose_post_has_ended_stays_out(self, county: County) -> None:
        Post.objects.filter(user=county.operator).update(ends_on=date(2023, 1, 1))
        assert signed_in(county.operator).get(reverse("admin:index")).status_code == 403

    def test_djangos_own_permissions_open_nothing(self, county: County) -> None:
        User.objects.filter(pk=county.officer.pk).update(is_staff=True)
        assert signed_in(county.officer).get(reverse("admin:index")).status_code == 403

    def test_without_the_second_factor_nobody_enters(self, county: County, client: Client) -> None:
        client.force_login(county.operator)
        assert client.get(reverse("admin:index")).status_code == 302

    def test_there_is_one_way_to_sign_out_and_to_change_the_password(self, operator: Client) -> None:
        assert operator.get(reverse("admin:login")).url == reverse("admin:index")
        assert operator.post(reverse("admin:logout")).url == reverse("account_logout")
        assert operator.get(reverse("admin:password_change")).url == reverse("account_change_password")


class TestEveryPage:
    @pytest.mark.parametrize("model", PAGES, ids=lambda model: model._meta.label)
    def test_opens_for_an_operator_with_few_queries(
        self, county: County, operator: Client, model: Any
    ) -> None:
        everything_in(county)
        for number in range(30):
            organ = OrganFactory(congress=county.congress)
            DeputyFactory(congress=county.congress)
            StationFactory(congress=county.congress, division=county.township)
            OrganSpelling.objects.create(congress=county.congress, spelling=f"第{number}局", proposed=organ)
            TopicOrgan.objects.create(congress=county.congress, topic=TopicFactory(), organ=organ)
        operator.get(reverse("admin:index"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = operator.get(address(model, "changelist"))
        assert answer.status_code == 200
        assert len(queries) <= MOST_QUERIES, [query["sql"][:120] for query in queries]
        page = admin.site.get_model_admin(model)
        added = operator.get(address(model, "add"))
        assert added.status_code == (
            200 if model is ListLoad or page.has_add_permission(answer.wsgi_request) else 403
        )

    @pytest.mark.parametrize("model", PAGES, ids=lambda model: model._meta.label)
    def test_of_one_row_opens(self, county: County, operator: Client, model: Any) -> None:
        row = everything_in(county).get(model)
        if row is None:
            pytest.skip("shared or without rows here")
        assert operator.get(address(model, "change", row.pk)).status_code == 200
        assert operator.get(address(model, "history", row.pk)).status_code == 200

    def test_holds_no_case_and_no_identity(self) -> None:
        closed = {"Case", "Event", "Assignment", "Reply", "Attachment", "Communication", "Opinion", "Identity",
                  "Rating", "Notice", "SearchDoc", "Proposal"}  # fmt: skip
        assert not {model.__name__ for model in PAGES} & closed
        assert all(
            apps.get_model(label, name) for label, name in [("casework", "Case"), ("feedback", "Identity")]
        )

    def test_allows_scripts_to_evaluate_only_here(self, operator: Client) -> None:
        inside = operator.get(address(Deputy, "changelist"))["Content-Security-Policy"]
        outside = operator.get(reverse("account_overview"))["Content-Security-Policy"]
        assert "'unsafe-eval'" in inside
        assert "unsafe" not in outside
        assert "script-src 'self' 'unsafe-eval'" in inside

    def test_has_no_inline_script(self, county: County, operator: Client) -> None:
        for url in (reverse("admin:index"), address(Deputy, "changelist"), address(Deputy, "add"),
                    reverse("admin:deputies_listload_add"), address(User, "change", county.officer.pk)):  # fmt: skip
            text = operator.get(url).content.decode()
            assert text.count("<script") == text.count("<script src=") + text.count(
                'type="application/json"'
            ) + text.count("<script id=")


class TestOneCountyAndAnother:
    """Two counties side by side; each has its operator."""

    def test_lists_show_only_the_operators_own_rows(self, county: County, operator: Client) -> None:
        other = everything_in(County())
        everything_in(county)
        for model, row in other.items():
            page = admin.site.get_model_admin(model)
            request = operator.get(address(model, "changelist")).wsgi_request
            assert row.pk not in page.get_queryset(request).values_list("pk", flat=True), model

    @pytest.mark.parametrize("page", ["change", "delete", "history"])
    def test_a_row_of_another_county_is_not_there(self, county: County, operator: Client, page: str) -> None:
        for model, row in everything_in(County()).items():
            answer = operator.get(address(model, page, row.pk))
            assert answer.status_code in ((404,) if page != "delete" else (403, 404)), model

    def test_a_row_of_another_county_cannot_be_changed(self, county: County, operator: Client) -> None:
        organ = County().organ
        answer = operator.post(address(Organ, "change", organ.pk), {"name": "我们的", "kind": "department"})
        assert answer.status_code == 404
        organ.refresh_from_db()
        assert organ.name != "我们的"

    def test_nothing_can_be_put_into_another_county(self, county: County, operator: Client) -> None:
        other = County()
        data = {
            "congress": other.congress.pk,
            "code": "spy",
            "name": "探子局",
            "kind": "department",
            "is_active": "on",
        }
        data |= {"aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0}
        answer = operator.post(address(Organ, "add"), data)
        assert answer.status_code == 200
        assert answer.context["errors"]
        assert not Organ.objects.filter(code="spy").exists()

    def test_choices_end_at_the_own_county(self, county: County, operator: Client) -> None:
        other = County()
        url = reverse("admin:autocomplete")
        found = operator.get(
            url, {"app_label": "deputies", "model_name": "liaisonstation", "field_name": "body", "term": ""}
        )
        assert found.status_code == 200
        page = operator.get(address(TopicOrgan, "changelist")).content.decode()
        assert other.congress.name not in page
        organs = operator.get(
            url, {"app_label": "casework", "model_name": "topicorgan", "field_name": "organ", "term": ""}
        )
        keys = {row["id"] for row in organs.json()["results"]}
        assert str(county.organ.pk) in keys
        assert str(other.organ.pk) not in keys

    def test_what_all_share_is_read_only_for_one_of_two_equals(
        self, county: County, operator: Client
    ) -> None:
        assert operator.get(address(Topic, "add")).status_code == 200
        County()
        again = signed_in(county.operator)
        assert again.get(address(Topic, "add")).status_code == 403
        assert again.get(address(Topic, "change", county.topic.pk)).status_code == 200
        assert again.post(address(Topic, "change", county.topic.pk), {"name": "别的"}).status_code == 403
        assert again.get(address(PeoplesCongress, "add")).status_code == 403

    def test_what_all_share_is_kept_by_the_highest_congress(self, county: County) -> None:
        city = CongressFactory(level="city")
        PeoplesCongress.objects.update(parent=city)
        PeoplesCongress.objects.filter(pk=city.pk).update(parent=None)
        above = PostFactory(congress=city, role="operator").user
        assert signed_in(above).get(address(Topic, "add")).status_code == 200
        assert signed_in(county.operator).get(address(Topic, "add")).status_code == 403

    def test_a_rule_for_all_is_not_made_by_one_county(self, county: County) -> None:
        County()
        client = signed_in(county.operator)
        client.post(
            address(TopicRule, "add"),
            {"topic": county.topic.pk, "congress": "", "words": "噪声", "is_active": "on"},
        )
        assert not TopicRule.objects.exists()
        shared = TopicRule.objects.create(topic=county.topic, words="噪声")
        assert client.post(address(TopicRule, "change", shared.pk), {"words": "x"}).status_code == 403


class TestPeople:
    def new(self, county: County, **fields: Any) -> dict[str, Any]:
        return {
            "username": "sun", "display_name": "孙悦", "password1": PASSWORD, "password2": PASSWORD,
            "role": "officer", "congress": county.congress.pk, "usable_password": "true",
        } | fields  # fmt: skip

    def test_an_account_is_made_with_its_post_and_a_temporary_password(
        self, county: County, operator: Client
    ) -> None:
        answer = operator.post(address(User, "add"), self.new(county))
        assert answer.status_code == 302
        sun = User.objects.get(username="sun")
        assert sun.password_is_temporary
        assert [(post.role, post.congress) for post in sun.posts.all()] == [("officer", county.congress)]
        assert not sun.is_superuser

    @pytest.mark.parametrize(
        ("fields", "wrong"),
        [
            ({"role": ""}, "role"),
            ({"congress": ""}, "congress"),
            ({"role": "handler"}, "organ"),
            ({"role": "station"}, "station"),
            ({"role": "deputy"}, "deputy"),
        ],
    )
    def test_a_post_that_is_not_whole_is_refused_at_its_field(
        self, county: County, operator: Client, fields: dict[str, str], wrong: str
    ) -> None:
        answer = operator.post(address(User, "add"), self.new(county, **fields))
        assert answer.status_code == 200
        assert wrong in answer.context["adminform"].form.errors
        assert not User.objects.filter(username="sun").exists()

    def test_a_post_elsewhere_cannot_be_given(self, county: County, operator: Client) -> None:
        other = County()
        answer = operator.post(address(User, "add"), self.new(county, congress=other.congress.pk))
        assert "congress" in answer.context["adminform"].form.errors
        answer = operator.post(address(User, "add"), self.new(county, role="handler", organ=other.organ.pk))
        assert "organ" in answer.context["adminform"].form.errors

    def test_nobody_makes_themselves_a_superuser(self, county: County, operator: Client) -> None:
        person = county.officer
        post = person.posts.get()
        data = {
            "username": person.username, "display_name": "新名", "is_superuser": "on", "is_staff": "on",
            "is_active": "on",
            "posts-TOTAL_FORMS": 1, "posts-INITIAL_FORMS": 1, "posts-0-id": post.pk, "posts-0-user": person.pk,
            "posts-0-role": "officer", "posts-0-congress": county.congress.pk, "posts-0-starts_on": "2022-01-10",
        }  # fmt: skip
        assert operator.post(address(User, "change", person.pk), data).status_code == 302
        person.refresh_from_db()
        assert person.display_name == "新名"
        assert not person.is_superuser
        assert not person.is_staff

    def test_somebody_with_a_post_elsewhere_is_seen_but_not_changed(
        self, county: County, operator: Client
    ) -> None:
        PostFactory(user=county.officer, congress=County().congress, role="officer")
        assert operator.get(address(User, "change", county.officer.pk)).status_code == 200
        assert operator.post(address(User, "change", county.officer.pk), {"username": "x"}).status_code == 403
        assert (
            operator.get(reverse("admin:auth_user_password_change", args=[county.officer.pk])).status_code
            == 403
        )
        operator.post(
            address(User, "changelist"),
            {"action": "reset_second_factor", "_selected_action": [county.officer.pk]},
        )
        assert User.objects.get(pk=county.officer.pk).session_version == county.officer.session_version

    def test_a_superuser_is_out_of_an_operators_reach(self, county: County, operator: Client) -> None:
        root = PostFactory(
            user=make_user("root", is_superuser=True), congress=county.congress, role="operator"
        ).user
        assert operator.get(address(User, "change", root.pk)).status_code == 404
        assert operator.get(reverse("admin:auth_user_password_change", args=[root.pk])).status_code in (
            403,
            404,
        )

    def test_posts_end_and_accounts_close_but_nothing_of_them_is_deleted(
        self, county: County, operator: Client
    ) -> None:
        assert operator.post(address(User, "delete", county.officer.pk), {"post": "yes"}).status_code == 403
        page = operator.get(address(User, "change", county.officer.pk)).content.decode()
        assert "posts-0-DELETE" not in page


class TestDeleting:
    def test_what_something_refers_to_stays_and_the_page_says_what(
        self, county: County, operator: Client
    ) -> None:
        answer = operator.post(address(Organ, "delete", county.organ.pk), {"post": "yes"}, follow=True)
        assert Organ.objects.filter(pk=county.organ.pk).exists()
        assert county.organ.name in "".join(
            map(str, answer.context["messages"])
        ) or county.organ.short_name in "".join(map(str, answer.context["messages"]))

    def test_what_nothing_refers_to_goes_with_its_parts(self, county: County, operator: Client) -> None:
        organ = OrganFactory(congress=county.congress)
        OrganAlias.objects.create(organ=organ, spelling="某局")
        assert operator.post(address(Organ, "delete", organ.pk), {"post": "yes"}).status_code == 302
        assert not Organ.objects.filter(pk=organ.pk).exists()

    def test_a_reference_that_would_cascade_counts_too(self, county: County) -> None:
        assert any(
            "usual" in str(one) or "主题" in str(one) or one.count for one in references_to(county.organ)
        )
        assert references_to(OrganFactory(congress=county.congress)) == []

    def test_nothing_is_deleted_in_bulk(self, county: County, operator: Client) -> None:
        organ = OrganFactory(congress=county.congress)
        operator.post(
            address(Organ, "changelist"),
            {"action": "delete_selected", "_selected_action": [organ.pk], "post": "yes"},
        )
        assert Organ.objects.filter(pk=organ.pk).exists()

    def test_a_mandate_is_ended_not_deleted(self, county: County, operator: Client) -> None:
        page = operator.get(address(Deputy, "change", county.deputy.pk)).content.decode()
        assert "mandates-0-status" in page
        assert "mandates-0-DELETE" not in page


class TestDeputies:
    def test_pinyin_follows_the_name(self, county: County, operator: Client) -> None:
        data = {
            "congress": county.congress.pk, "number": "", "name": "单丽华", "pinyin": "",
            "mandates-TOTAL_FORMS": 0, "mandates-INITIAL_FORMS": 0,
            "memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0,
        }  # fmt: skip
        assert operator.post(address(Deputy, "add"), data).status_code == 302
        assert Deputy.objects.get(name="单丽华").pinyin == "shanlihua slh"

    def test_a_birth_is_a_date_or_part_of_one(self, county: County, operator: Client) -> None:
        data = {
            "congress": county.congress.pk, "name": "李四", "birth": "去年",
            "mandates-TOTAL_FORMS": 0, "mandates-INITIAL_FORMS": 0,
            "memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0,
        }  # fmt: skip
        assert "birth" in operator.post(address(Deputy, "add"), data).context["adminform"].form.errors


class TestOrgansNobodyKnows:
    def test_accepting_a_proposal_makes_it_a_known_name(self, county: County, operator: Client) -> None:
        row = OrganSpelling.objects.create(
            congress=county.congress, spelling="环保局", proposed=county.organ, score=0.8
        )
        operator.post(
            address(OrganSpelling, "changelist"), {"action": "accept_proposed", "_selected_action": [row.pk]}
        )
        assert list(county.organ.aliases.values_list("spelling", flat=True)) == ["环保局"]
        row.refresh_from_db()
        assert row.decided

    def test_a_spelling_of_nobody_is_put_aside(self, county: County, operator: Client) -> None:
        row = OrganSpelling.objects.create(
            congress=county.congress, spelling="某处", proposed=county.organ, score=0.5
        )
        operator.post(
            address(OrganSpelling, "changelist"), {"action": "belongs_to_none", "_selected_action": [row.pk]}
        )
        row.refresh_from_db()
        assert (row.decided, row.proposed) == (True, None)
        assert not county.organ.aliases.exists()

    def test_another_organ_than_the_proposed_may_be_chosen(self, county: County, operator: Client) -> None:
        row = OrganSpelling.objects.create(
            congress=county.congress, spelling="建设局", proposed=county.organ, score=0.5
        )
        data = {"proposed": county.second_organ.pk, "decided": "on"}
        assert operator.post(address(OrganSpelling, "change", row.pk), data).status_code == 302
        assert list(county.second_organ.aliases.values_list("spelling", flat=True)) == ["建设局"]


class TestTopicRules:
    def test_a_rule_is_tried_on_a_text_that_is_kept_nowhere(self, county: County, operator: Client) -> None:
        TopicRule.objects.create(topic=county.topic, congress=county.congress, words="搅拌站 3\n噪声")
        url = reverse("admin:feedback_topicrule_try")
        answer = operator.post(url, {"congress": county.congress.pk, "text": "石桥村夜里搅拌站噪声很大。"})
        topic = next(
            row
            for row in answer.context["found"]
            if row["name"] == str(county.topic) or row["name"] == "environment"
        )
        assert topic["percent"] > 0
        assert any("搅拌站" in sentence for sentence in topic["why"])
        assert not Case.objects.exists()

    def test_a_congress_of_others_cannot_be_tried(self, county: County, operator: Client) -> None:
        url = reverse("admin:feedback_topicrule_try")
        answer = operator.post(url, {"congress": County().congress.pk, "text": "噪声"})
        assert "congress" in answer.context["form"].errors

    def test_a_line_that_cannot_be_read_is_refused(self, county: County, operator: Client) -> None:
        data = {"topic": county.topic.pk, "congress": county.congress.pk, "words": "/[/", "is_active": "on"}
        assert "words" in operator.post(address(TopicRule, "add"), data).context["adminform"].form.errors


class TestRulesAndCalendar:
    def profile(self) -> RuleProfile:
        document = next(one for one in shipped() if one.name == "national")
        return RuleProfile.objects.create(**document.columns())

    def test_a_profile_is_checked_like_a_file(self, operator: Client) -> None:
        row = self.profile()
        url = address(RuleProfile, "change", row.pk)
        answer = operator.post(url, {"data": '{"name": "national", "version": "x"}', "change_note": "试"})
        assert "data" in answer.context["adminform"].form.errors

    def test_a_version_is_not_added_twice(self, operator: Client) -> None:
        row = self.profile()
        answer = operator.post(address(RuleProfile, "add"), {"data": json.dumps(row.data), "change_note": ""})
        assert "data" in answer.context["adminform"].form.errors
        assert RuleProfile.objects.count() == 1

    def test_a_day_counts_at_once(self, operator: Client, django_capture_on_commit_callbacks: Any) -> None:
        store.forget()
        day = date(2026, 8, 12)
        assert day not in [one.date for one in CalendarDay.objects.all()]
        with django_capture_on_commit_callbacks(execute=True):
            operator.post(
                address(CalendarDay, "add"), {"date": "2026-08-12", "name": "县庆", "source": "县政府通知"}
            )
        calendar = store.current_calendar()
        assert not calendar.is_workday(day)

    @pytest.mark.parametrize(
        ("day", "why"),
        [
            ("2026-10-01", "a holiday by law"),
            ("2027-02-06", "the Spring Festival"),
            ("2026-08-12", "a Wednesday"),
        ],
    )
    def test_a_day_that_another_rule_contradicts_is_refused(
        self, operator: Client, day: str, why: str
    ) -> None:
        CalendarDay.objects.filter(date=day).delete()
        answer = operator.post(
            address(CalendarDay, "add"), {"date": day, "is_workday": "on", "source": "通知"}
        )
        assert "is_workday" in answer.context["adminform"].form.errors, why
        assert not CalendarDay.objects.filter(date=day).exists()

    def test_a_weekend_that_is_worked_is_entered_once(self, operator: Client) -> None:
        row = {"date": "2026-08-15", "is_workday": "on", "source": "通知"}
        assert operator.post(address(CalendarDay, "add"), row).status_code == 302
        again = operator.post(address(CalendarDay, "add"), row | {"is_workday": ""})
        assert "date" in again.context["adminform"].form.errors
        assert CalendarDay.objects.get(date="2026-08-15").is_workday

    def test_no_announced_day_is_refused(self) -> None:
        for day in seed.days():
            CalendarDay(date=day.date, is_workday=day.is_workday, name=day.name).clean()

    def test_a_congress_follows_a_profile_there_is(self, county: County, operator: Client) -> None:
        page = operator.get(address(PeoplesCongress, "change", county.congress.pk))
        choices = page.context["adminform"].form.fields["rule_profile"].choices
        assert {name for name, _label in choices} == set(store.names())


class TestHowItRuns:
    def test_an_effect_is_tried_again_and_shows_nothing_of_a_citizen(
        self, county: County, operator: Client
    ) -> None:
        effect = everything_in(county)[Effect]
        Effect.objects.filter(pk=effect.pk).update(run_after="2999-01-01T00:00Z")
        page = operator.get(address(Effect, "changelist")).content.decode()
        assert "SMTP" in page
        assert "wang@example.org" not in page
        assert "13800138000" not in page
        operator.post(address(Effect, "changelist"), {"action": "try_again", "_selected_action": [effect.pk]})
        effect.refresh_from_db()
        assert effect.run_after.year < 2999

    def test_done_effects_are_not_listed(self, county: County, operator: Client) -> None:
        effect = everything_in(county)[Effect]
        Effect.objects.filter(pk=effect.pk).update(done_at="2024-01-01T00:00Z")
        assert operator.get(address(Effect, "changelist")).context["cl"].result_count == 0

    def test_the_first_page_says_what_waits(self, county: County, operator: Client) -> None:
        OrganSpelling.objects.create(congress=county.congress, spelling="环保局")
        OrganSpelling.objects.create(congress=County().congress, spelling="环保局")
        sentences = [item["sentence"] for item in operator.get(reverse("admin:index")).context["todo"]]
        assert any(sentence.startswith("1 ") for sentence in sentences)

    def test_a_job_is_called_by_what_it_does(self, superuser: Client) -> None:
        PeriodicRun.objects.create(name="casework.urge", every_seconds=60)
        page = superuser.get(address(PeriodicRun, "changelist")).content.decode()
        assert "Remind, urge and put under supervision" in page

    def test_jobs_and_logs_are_only_read(self, county: County, superuser: Client) -> None:
        run = PeriodicRun.objects.create(name="job", every_seconds=60)
        assert superuser.get(address(PeriodicRun, "change", run.pk)).status_code == 200
        for model in (PeriodicRun, Effect, AccessLog, LoginEvent):
            assert superuser.get(address(model, "add")).status_code == 403


def test_a_shared_row_is_changed_by_the_only_operator(county: County, operator: Client) -> None:
    place = DivisionFactory()
    data = {"name": "新名", "level": 3, "full_name": "", "parent": ""}
    aliases = {"aliases-TOTAL_FORMS": 1, "aliases-INITIAL_FORMS": 0, "aliases-0-spelling": "旧名"}
    assert operator.post(address(Division, "change", place.pk), data | aliases).status_code == 302
    assert place.aliases.get().spelling == "旧名"
    place.refresh_from_db()
    assert place.name == "新名"
    channel = Channel.objects.first()
    assert operator.post(address(Channel, "delete", channel.pk), {"post": "yes"}).status_code == 302


def test_sessions_stand_with_their_term(county: County, operator: Client) -> None:
    Session.objects.create(term=county.term, number=1, starts_on=date(2025, 1, 5), ends_on=date(2025, 1, 8))
    assert "sessions-0-number" in operator.get(address(Term, "change", county.term.pk)).content.decode()
    assert Mandate.objects.exists()
