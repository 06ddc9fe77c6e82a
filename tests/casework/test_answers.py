"""An acknowledgement is not an answer; a short answer is one."""

import pytest
from django.urls import reverse

from accounts.actors import Actor
from casework.answers import is_acknowledgement, is_named
from casework.errors import Incomplete
from casework.models import Reply
from casework.services import submit_reply
from feedback import services
from tests import loops
from tests.factories import County
from tests.signing_in import signed_in


@pytest.mark.parametrize(
    "text",
    [
        "收到,谢谢!",
        "您的意见已收到，感谢您对我县工作的关心和支持！",
        "来信收悉，我们将高度重视，认真研究，尽快处理，请耐心等待。",
        "已阅。",
        "尊敬的网友您好：您反映的问题已转交有关部门办理，感谢您的理解。",
        "Received, thank you.",
        "Dear sir, we have noted your opinion and will look into this matter soon.",
        "……!!!",
    ],
)
def test_words_that_say_nothing_are_no_answer(text):
    assert is_acknowledgement(text)


@pytest.mark.parametrize(
    "text",
    [
        "路灯已于3月5日修好。",
        "路灯已修好。",
        "该问题已解决。",
        "因涉及高压线迁改，今年无法实施，列入2027年计划。",
        "经核实，该公交线路3月1日起恢复，首班6:30。",
        "感谢您的来信。该处井盖已更换。现场照片附后。",
        "The street lamps were repaired on 5 March.",
        loops.REPLY,
    ],
)
def test_a_short_answer_is_one(text):
    assert not is_acknowledgement(text)


@pytest.mark.django_db
def test_an_organ_cannot_hand_in_an_acknowledgement_and_nothing_of_it_is_lost():
    county = County()
    case = loops.handling(county)
    share = loops.share_of(case, county.organ)
    with pytest.raises(Incomplete):
        submit_reply(share, actor=loops.Actor.of(county.handler), body="收到，谢谢。")
    share.refresh_from_db()
    assert share.status == "handling"
    assert not Reply.objects.filter(state="submitted").exists()


@pytest.mark.django_db
def test_a_deputy_cannot_answer_with_an_acknowledgement():
    county = County()
    case = loops.with_deputy(county)
    with pytest.raises(Incomplete):
        services.answer(case, actor=loops.Actor.of(county.deputy_user), body="您的意见已收到，谢谢。")
    case.refresh_from_db()
    assert case.status == "with_deputy"


@pytest.mark.django_db
def test_the_review_shows_how_much_a_reply_is_like_another_of_the_same_organ():
    county = County()
    first, second = loops.replied(county), loops.replied(county)
    page = signed_in(county.officer).get(reverse("step", args=[second.number, "approve_reply"]))
    said = page.content.decode()
    assert "100 %" in said and first.number in said


@pytest.mark.django_db
def test_a_reply_of_its_own_is_not_called_a_copy():
    county = County()
    loops.replied(county)
    case = loops.handling(county)
    share = loops.share_of(case, county.organ)
    own = "经核查，石桥村北头三处路灯因电缆老化停用，已于三月五日更换电缆并恢复照明。"
    submit_reply(share, actor=loops.Actor.of(county.handler), body=own, category="A")
    loops.release_reply(share, actor=loops.Actor.of(county.head))
    page = signed_in(county.officer).get(reverse("step", args=[case.number, "approve_reply"]))
    assert page.status_code == 200
    assert " %" not in " ".join(page.context["form"].warnings)


@pytest.mark.parametrize(
    ("text", "named"),
    [("经商县住建局，意见如下。", True), ("住建局认为可行。", True), ("经研究，意见如下。", False)],
)
def test_an_organ_is_named_by_its_name_or_its_short_one(text: str, named: bool) -> None:
    assert is_named(("县住建局", "住建局"), text) is named
    assert not is_named(("", ""), text)


@pytest.mark.django_db
def test_the_office_does_not_feed_back_an_acknowledgement() -> None:
    county = County()
    case = loops.reply_reviewed(county)
    with pytest.raises(Incomplete):
        services.feed_back(case, actor=Actor.of(county.officer), body="收到,谢谢!")
    case.refresh_from_db()
    assert case.status == "reply_reviewed"
    services.feed_back(case, actor=Actor.of(county.officer), body="路灯已修好。")
