"""Each step of the office, taken at its form with a real client: done, refused, incomplete, overtaken."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from casework import services as cases
from casework.models import Case, ReplyTemplate
from deputies.models import Mandate
from feedback import services
from feedback.models import Proposal
from feedback.reasons import RefusalReason, proposed_text
from tests import loops
from tests.factories import County, DeputyFactory
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(english) -> County:
    return County()


@pytest.fixture
def officer(county):
    return signed_in(county.officer, headers={"accept-language": "en"})


def url(case: Case, action: str) -> str:
    return reverse("step", args=[case.number, action])


def take(client, case: Case, action: str, **given):
    return client.post(url(case, action), {"version": case.version, **given})


def extension_asked(county: County) -> Case:
    case = loops.handling(county)
    cases.ask_extension(
        loops.share_of(case, county.organ), actor=Actor.of(county.handler), reason="Survey needed."
    )
    case.refresh_from_db()
    return case


#: action: the status before, what is filled in, the status after, what is left out to be incomplete
STEPS = {
    "ask_more": (loops.submitted, {"note": "Where exactly?"}, "needs_info", "note"),
    "refuse": (loops.submitted, {"reason": "court", "note": "To the court."}, "not_accepted", "reason"),
    "register": (loops.submitted, {"title": "Noise at night"}, "registered", "title"),
    "give_to_deputy": (loops.registered, {}, "with_deputy", "deputy"),
    "take_back": (loops.with_deputy, {"note": "On leave."}, "registered", "note"),
    "refer": (loops.registered, {"note": "For the office."}, "to_refer", "note"),
    "assign": (loops.registered, {}, "assigned", "organ_1"),
    "uphold_objection": (loops.objected, {"note": ""}, "to_refer", None),
    "refuse_objection": (loops.objected, {"note": "It is yours."}, "handling", "note"),
    "grant_extension": (extension_asked, {"note": "Survey."}, "handling", "note"),
    "refuse_extension": (extension_asked, {"note": "Time enough."}, "handling", "note"),
    "return_reply": (loops.replied, {"note": "Say when."}, "handling", "note"),
    "approve_reply": (
        loops.replied,
        {"right_case": "on", "each_point": "on", "no_personal_data": "on"},
        "reply_reviewed",
        "each_point",
    ),
    "return_answer": (loops.deputy_answered, {"note": "Say when."}, "with_deputy", "note"),
    "feed_back": (loops.reply_reviewed, {"body": loops.REPLY, "_confirmed": "1"}, "fed_back", "body"),
    "set_owner": (loops.registered, {}, "registered", "owner"),
    "note": (loops.registered, {"note": "Seen."}, "registered", "note"),
}


def filled(county: County, action: str) -> dict[str, object]:
    chosen = {
        "register": {"owner": county.officer.pk},
        "give_to_deputy": {"deputy": county.deputy.pk},
        "assign": {"organ_1": county.organ.pk},
        "set_owner": {"owner": county.colleague.pk},
    }
    return {**STEPS[action][1], **chosen.get(action, {})}


@pytest.mark.parametrize("action", STEPS)
def test_a_step_is_taken_at_its_form(county, officer, action):
    make, _given, status, _missing = STEPS[action]
    case = make(county)
    before = case.version
    assert officer.get(url(case, action)).status_code == 200
    response = take(officer, case, action, **filled(county, action))
    assert response.status_code == 302, response.content.decode()
    case.refresh_from_db()
    assert case.status == status
    assert case.version > before
    assert case.events.filter(action=action, assignment=None).last().actor == county.officer


@pytest.mark.parametrize("action", [name for name, step in STEPS.items() if step[3]])
def test_what_is_missing_is_named_and_the_rest_is_kept(county, officer, action):
    make, _given, _status, missing = STEPS[action]
    case = make(county)
    given = filled(county, action)
    given.pop(missing, None)
    response = take(officer, case, action, **given)
    assert response.status_code == 400
    page = response.content.decode()
    assert f'href="#id_{missing}' in page
    assert all(str(value) in page for name, value in given.items() if name in ("note", "title"))
    version = case.version
    case.refresh_from_db()
    assert case.version == version


@pytest.mark.parametrize("action", STEPS)
def test_a_step_out_of_its_turn_says_why(county, officer, action):
    case = loops.closed(county)
    response = officer.get(url(case, action))
    assert response.status_code == 409
    assert "closed" in response.content.decode()


@pytest.mark.parametrize("role", ["committee", "operator", "head", "handler", "deputy"])
@pytest.mark.parametrize("action", STEPS)
def test_the_steps_of_the_office_are_nobody_elses(county, role, action):
    case = STEPS[action][0](county)
    response = signed_in(county.staff[role]).post(url(case, action), {"version": case.version})
    allowed = {"note": {"head", "handler"}, "refer": {"deputy"}}.get(action, set())
    assert response.status_code in ((400, 403, 404) if role in allowed else (403, 404, 409))
    before = case.status
    case.refresh_from_db()
    assert case.status == before


def test_a_case_of_another_county_is_not_found(county, officer):
    assert take(officer, loops.submitted(County()), "note", note="x").status_code == 404


# --- Two officers at once -------------------------------------------------------------------------------
def test_what_changed_meanwhile_is_shown_and_what_was_written_is_kept(county, officer):
    case = loops.submitted(county)
    seen = case.version
    services.write_note(case, actor=Actor.of(county.colleague), note="I am calling them.")
    response = officer.post(url(case, "ask_more"), {"version": seen, "note": "Where exactly is it?"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "I am calling them." in page and str(county.colleague) in page
    assert "Where exactly is it?" in page
    case.refresh_from_db()
    assert case.status == "submitted"
    again = officer.post(url(case, "ask_more"), {"version": case.version, "note": "Where exactly is it?"})
    assert again.status_code == 302


def test_the_same_step_taken_in_two_windows_counts_once(county, officer):
    case = loops.submitted(county)
    seen = case.version
    services.refuse(case, actor=Actor.of(county.colleague), reason="court", note="To the court.")
    response = officer.post(
        url(case, "refuse"), {"version": seen, "reason": "vague", "note": "Please say more about it."}
    )
    page = response.content.decode()
    assert response.status_code == 409
    assert "To the court." in page  # what the colleague did
    assert "Please say more about it." in page  # what was written here
    assert case.events.filter(action="refuse").count() == 1


def test_the_same_objection_is_decided_once(county, officer):
    case = loops.objected(county)
    seen = case.version
    assert take(officer, case, "uphold_objection").status_code == 302
    assert officer.post(url(case, "refuse_objection"), {"version": seen, "note": "no"}).status_code == 409


# --- What the forms know --------------------------------------------------------------------------------
def test_registering_comes_filled_with_what_the_router_proposed(county, officer):
    case = loops.submitted(county, topic=None, station=None)
    Proposal.objects.create(case=case, topic=county.topic, station=county.station, confidence=0.9)
    form = officer.get(url(case, "register")).context["form"]
    assert form["topic"].value() == county.topic.pk
    assert form["station"].value() == county.station.pk
    assert form["owner"].value() == county.officer.pk


def test_registering_can_lead_on_to_the_next_step_of_the_same_case(county, officer):
    case = loops.submitted(county)
    given = {"title": case.title, "owner": county.officer.pk, "after": "assign", "from": "group=screen"}
    response = take(officer, case, "register", **given)
    assert response.url == url(case, "assign") + "?from=group%3Dscreen"


def test_assigning_names_the_proposed_organ_and_the_date(county, officer):
    case = loops.registered(county)
    Proposal.objects.create(case=case, organ=county.second_organ, confidence=0.9)
    response = officer.get(url(case, "assign"))
    assert response.context["form"]["organ_1"].value() == county.second_organ.pk
    assert "The answer is due by" in response.content.decode()


def test_without_a_proposal_it_names_the_usual_organ_of_the_topic(county, officer):
    assert (
        officer.get(url(loops.registered(county), "assign")).context["form"]["organ_1"].value()
        == county.organ.pk
    )


def test_after_an_accepted_objection_it_names_the_organ_the_objection_named(county, officer):
    case = loops.objected(county)
    response = take(officer, case, "uphold_objection")
    assert response.url == url(case, "assign")
    assert officer.get(response.url).context["form"]["organ_1"].value() == county.second_organ.pk


@pytest.mark.parametrize(
    ("mode", "roles"), [("together", ["lead", "assist"]), ("apart", ["separate", "separate"])]
)
def test_several_organs_together_or_apart(county, officer, mode, roles):
    case = loops.registered(county)
    given = {
        "mode": mode,
        "organ_1": county.organ.pk,
        "organ_2": county.second_organ.pk,
        "part_2": "the site",
    }
    assert take(officer, case, "assign", **given).status_code == 302
    assert [share.role for share in case.assignments.order_by("pk")] == roles
    assert case.assignments.last().part == "the site"


def test_an_organ_cannot_stand_twice(county, officer):
    given = {"organ_1": county.organ.pk, "organ_2": county.organ.pk}
    response = take(officer, loops.registered(county), "assign", **given)
    assert response.status_code == 400 and "stands twice" in response.content.decode()


def test_an_objection_of_one_of_several_organs_is_decided_on_its_share(county, officer):
    parts = [cases.Part(county.organ, "separate"), cases.Part(county.second_organ, "separate")]
    case = loops.assigned(county, parts=parts)
    share = loops.share_of(case, county.organ)
    cases.object_to(
        share, actor=Actor.of(county.handler), reason="Not ours.", proposed_organ=county.third_organ
    )
    place = reverse("share_step", args=[share.pk, "refuse_objection"])
    assert place in officer.get(reverse("case", args=[case.number])).content.decode()
    assert officer.post(place, {"version": share.version, "note": "It is yours."}).status_code == 302
    share.refresh_from_db()
    assert share.status == "handling"


def test_more_time_that_nobody_asked_for_cannot_be_granted(county, officer):
    response = officer.get(url(loops.handling(county), "grant_extension"))
    assert response.status_code == 409 and "No organ has asked" in response.content.decode()


def test_deputies_of_the_place_come_first_and_others_are_found_by_name(county, officer):
    other = DeputyFactory(congress=county.congress, name="远方代表", pinyin="yuanfang daibiao yfdb")
    other.mandates.create(term=county.term, starts_on=county.term.starts_on)
    case = loops.registered(county)
    form = officer.get(url(case, "give_to_deputy")).context["form"]
    assert [key for key, _words in form.fields["deputy"].choices] == [str(county.deputy.pk)]
    form = take(officer, case, "give_to_deputy", _find="1", find="yuanfang", note="Please").context["form"]
    assert [key for key, _words in form.fields["deputy"].choices] == [str(county.deputy.pk), str(other.pk)]
    assert form["note"].value() == "Please"
    assert take(officer, case, "give_to_deputy", deputy=other.pk, find="").status_code == 302
    case.refresh_from_db()
    assert case.deputy == other


def test_a_deputy_of_another_congress_is_no_choice(county, officer):
    stranger = County().deputy
    assert take(officer, loops.registered(county), "give_to_deputy", deputy=stranger.pk).status_code == 400


# --- Ready-made texts -----------------------------------------------------------------------------------
def template(county: County, action: str, **changes) -> ReplyTemplate:
    given = {
        "title": "ready",
        "body": "About “{title}” in {place}, {unknown} {number}",
        "congress": county.congress,
    }
    return ReplyTemplate.objects.create(action=action, **{**given, **changes})


def test_a_ready_made_text_is_filled_from_the_case_and_takes_no_step(county, officer):
    case, ready = loops.submitted(county, title="Noise"), template(county, "ask_more")
    response = take(officer, case, "ask_more", _insert="1", ready=ready.pk, note="Good day.")
    text = response.context["form"]["note"].value()
    assert text == f"Good day.\n\nAbout “Noise” in 石桥村, {{unknown}} {case.number}"
    case.refresh_from_db()
    assert case.status == "submitted"


def test_only_texts_of_this_step_topic_and_congress_are_offered(county, officer):
    case = loops.submitted(county)
    mine, topical = (
        template(county, "ask_more", title="all"),
        template(county, "ask_more", topic=county.topic),
    )
    template(county, "refuse")
    template(county, "ask_more", is_active=False)
    template(County(), "ask_more")
    offered = officer.get(url(case, "ask_more")).context["form"].fields["ready"].choices
    assert [key for key, _title in offered] == ["", str(topical.pk), str(mine.pk)]


@pytest.mark.parametrize("reason", RefusalReason.values)
def test_every_reason_has_a_text_that_names_a_way(county, officer, reason):
    case = loops.submitted(county, title="Noise")
    response = take(officer, case, "refuse", _propose="1", reason=reason, note="")
    text = response.context["form"]["note"].value()
    assert text == proposed_text(reason).replace("{title}", "Noise") and len(text) > 60


def test_another_reason_replaces_a_proposed_text_but_never_a_written_one(county, officer):
    case = loops.submitted(county)
    first = (
        take(officer, case, "refuse", _propose="1", reason="court", note="").context["form"]["note"].value()
    )
    second = (
        take(officer, case, "refuse", _propose="1", reason="hotline", note=first)
        .context["form"]["note"]
        .value()
    )
    assert "12345" in second and "12348" not in second
    third = (
        take(officer, case, "refuse", _propose="1", reason="court", note="My words.")
        .context["form"]["note"]
        .value()
    )
    assert third.startswith("My words.\n\n")


def test_the_offices_own_text_for_a_reason_goes_before_the_portals(county, officer):
    template(county, "refuse", reason="court", body="Our own words on {title}.")
    case = loops.submitted(county, title="Noise")
    form = take(officer, case, "refuse", _propose="1", reason="court", note="").context["form"]
    assert form["note"].value() == "Our own words on Noise."


# --- Review and feeding back ----------------------------------------------------------------------------
def test_the_reply_is_reviewed_beside_the_words_and_personal_data_is_pointed_at(county, officer):
    case = loops.drafted(county)
    share = loops.share_of(case, county.organ)
    share.replies.update(body="王先生 13812345678 已处理。")
    cases.release_reply(share, actor=Actor.of(county.head))
    page = officer.get(url(case, "approve_reply")).content.decode()
    assert loops.BODY in page
    assert "a mobile number: 138*" in page


def test_a_reply_to_another_case_is_pointed_at(county, officer):
    case = loops.drafted(county)
    share = loops.share_of(case, county.organ)
    share.replies.update(body="贵单位申请材料收悉,营业执照变更手续可登录网站下载表格。")
    cases.release_reply(share, actor=Actor.of(county.head))
    assert "hardly a word" in officer.get(url(case, "approve_reply")).content.decode()


def test_the_answer_comes_filled_with_the_approved_reply_in_the_stations_name(county, officer):
    case = loops.reply_reviewed(county)
    form = officer.get(url(case, "feed_back")).context["form"]
    assert form["body"].value() == f"{loops.REPLY}\n\n{county.station}"


def test_the_answer_of_a_deputy_is_given_in_the_deputys_name(county, officer):
    text = officer.get(url(loops.deputy_answered(county), "feed_back")).context["form"]["body"].value()
    assert text.startswith(loops.REPLY) and county.deputy.name in text


def test_nothing_is_sent_before_the_preview_was_confirmed(county, officer):
    case = loops.reply_reviewed(county)
    response = take(officer, case, "feed_back", body="The plant stops at ten.", publish="on")
    page = response.content.decode()
    assert response.status_code == 200 and "Nothing is sent yet" in page
    assert case.number in page.split("As a notice")[1]
    assert "shown to everybody" in page
    case.refresh_from_db()
    assert case.status == "reply_reviewed"
    again = take(
        officer, case, "feed_back", body="The plant stops at ten.", publish="True", _confirmed="1", _edit="1"
    )
    assert again.context["form"]["body"].value() == "The plant stops at ten."
    take(officer, case, "feed_back", body="The plant stops at ten.", publish="True", _confirmed="1")
    case.refresh_from_db()
    assert case.is_public and case.events.get(action="feed_back").note == "The plant stops at ten."


def test_who_left_no_contact_gets_no_notice_and_the_preview_says_so(county, officer):
    case = loops.reply_reviewed(county, person=services.intake.Person())
    assert "No notice" in take(officer, case, "feed_back", body="Done.").content.decode()


def test_a_confidential_case_is_never_published(county, officer):
    case = loops.reply_reviewed(county, confidential=True)
    assert "publish" not in officer.get(url(case, "feed_back")).context["form"].fields
    take(officer, case, "feed_back", body="Done.", publish="on", _confirmed="1")
    case.refresh_from_db()
    assert case.status == "fed_back" and not case.is_public


# --- In the pane beside the queue -----------------------------------------------------------------------
def test_in_the_pane_a_form_is_a_part_of_the_page(county, officer):
    case = loops.submitted(county)
    headers = {"HX-Request": "true", "HX-Target": "case-pane"}
    page = officer.get(url(case, "register") + "?from=", headers=headers).content.decode()
    assert "<html" not in page and 'hx-post="' in page and 'name="from"' in page


def test_in_the_pane_a_step_leads_the_whole_page_on(county, officer):
    case = loops.submitted(county)
    headers = {"HX-Request": "true", "HX-Target": "case-pane"}
    given = {"version": case.version, "note": "seen", "from": ""}
    response = officer.post(url(case, "note"), given, headers=headers)
    assert response.headers["HX-Redirect"].startswith(reverse("queue"))


def test_an_address_elsewhere_is_never_gone_to(county, officer):
    case = loops.submitted(county)
    response = take(officer, case, "note", note="seen", next="https://evil.example/")
    assert response.url == reverse("case", args=[case.number])


# --- Where nobody is ------------------------------------------------------------------------------------
GONE = "Nobody at 县交通运输局 can sign in"


def leave(user, how: str) -> None:
    if how == "account":
        user.is_active = False
        user.save(update_fields=["is_active"])
    else:
        user.posts.update(ends_on=timezone.localdate() - timezone.timedelta(days=1))
    cache.clear()


@pytest.mark.parametrize("how", ["account", "post"])
def test_an_organ_without_anybody_is_marked_and_told_and_may_be_chosen(county, officer, how):
    case = loops.registered(county)
    page = officer.get(url(case, "assign")).content.decode()
    assert "sign in:" not in page
    leave(county.third_handler, how)
    form = officer.get(url(case, "assign")).context["form"]
    labels = dict(form.fields["organ_1"].choices)
    assert labels[str(county.third_organ.pk)] == "县交通运输局 (cannot sign in)"
    assert labels[str(county.organ.pk)] == "县生态环境局"
    assert form.warnings == []
    again = take(officer, case, "assign", organ_1="", organ_2=county.third_organ.pk).content.decode()
    assert GONE in again and "under “Users”" in again
    assert take(officer, case, "assign", organ_1=county.third_organ.pk).status_code == 302
    case.refresh_from_db()
    assert (case.status, case.organ) == ("assigned", county.third_organ)


def test_a_proposed_organ_without_anybody_is_told_at_once(county, officer):
    case = loops.registered(county)
    for user in (county.handler, county.head):
        leave(user, "account")
    assert "Nobody at 县生态环境局 can sign in" in officer.get(url(case, "assign")).content.decode()


def test_the_head_alone_is_somebody(county, officer):
    leave(county.handler, "account")
    assert not officer.get(url(loops.registered(county), "assign")).context["form"].warnings


def test_a_further_organ_without_anybody_is_marked(county, officer):
    case = loops.handling(county)
    leave(county.third_handler, "post")
    page = officer.get(url(case, "add_organ")).content.decode()
    assert "县交通运输局 (cannot sign in)" in page and "县住房和城乡建设局 (" not in page


@pytest.mark.parametrize("how", ["account", "post"])
def test_a_deputy_without_an_account_is_marked_and_told_and_may_be_chosen(county, officer, how):
    case = loops.registered(county)
    assert "sign in:" not in officer.get(url(case, "give_to_deputy")).content.decode()
    leave(county.deputy_user, how)
    page = officer.get(url(case, "give_to_deputy")).content.decode()
    assert f"{county.deputy.name} cannot sign in" in page and "(cannot sign in)" in page
    assert take(officer, case, "give_to_deputy", deputy=county.deputy.pk).status_code == 302
    case.refresh_from_db()
    assert case.status == "with_deputy"


def test_only_the_deputy_who_is_chosen_is_told_about(county, officer):
    case = loops.registered(county)
    other = DeputyFactory(congress=county.congress, name="王建国")
    Mandate.objects.create(
        deputy=other, term=county.term, constituency=county.constituency, starts_on=county.term.starts_on
    )
    form = officer.get(url(case, "give_to_deputy")).context["form"]
    assert [label.endswith("(cannot sign in)") for _key, label in form.fields["deputy"].choices].count(
        True
    ) == 1
    assert form.warnings == []
    page = take(officer, case, "give_to_deputy", deputy=other.pk, note="x" * 9999, _find="1").content.decode()
    assert "王建国 cannot sign in" in page
