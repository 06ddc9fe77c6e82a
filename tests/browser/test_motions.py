"""A motion in real browsers: drafted on a laptop, signed on a phone, laid before the presidium, read by everybody."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from accounts.actors import Actor
from casework.models import Case
from suggestions import services as drafts
from suggestions.models import Suggestion
from tests.browser.hands import follow
from tests.browser.portal import Portal, press, standing, take
from tests.conftest import PHONE
from tests.factories import County
from tests.motions import ways
from tests.suggestions.ways import another_deputy

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def county(transactional_db: None) -> County:
    return County()


def test_a_motion_is_walked_from_the_draft_to_the_public_page(portal: Portal, county: County) -> None:
    ways.meeting(county)
    others = [another_deputy(county) for _ in range(9)]

    deputy = portal.desk(county.deputy_user)
    deputy.goto("/deputy/suggestions/new/")
    deputy.check("[name=form][value=motion]")
    press(deputy)
    draft = Suggestion.objects.get()
    form = deputy.locator("#draft-form")
    for name in ("title", "facts", "proposal"):
        form.locator(f"[name={name}]").fill(ways.WORDS[name])
    form.locator("[name=one_matter]").check()
    follow(deputy.get_by_role("button", name="保存草稿"))
    expect(deputy.locator("main")).to_contain_text("须有10名代表联名")
    deputy.fill("[name=names]", "、".join(one.number for one, _user in others))
    follow(deputy.get_by_role("button", name="邀请联名"))

    phone = portal.desk(others[0][1], PHONE)
    phone.goto("/deputy/suggestions/")
    follow(phone.get_by_role("link", name=ways.TITLE))
    expect(phone.locator("main")).to_contain_text(ways.WORDS["proposal"])
    follow(phone.get_by_role("button", name="同意签名"))
    draft.refresh_from_db()
    for _deputy, user in others[1:]:
        drafts.sign(draft, actor=Actor.of(user), expected_version=draft.version)
    deputy.goto(f"/deputy/suggestions/{draft.pk}/")
    follow(deputy.get_by_role("button", name="提交", exact=True))
    case = Case.objects.motions().get()
    assert standing(case) == "received" and case.signatories.count() == 10

    officer = portal.desk(county.officer)
    officer.goto("/desk/motions/")
    expect(officer.locator("main")).to_contain_text(ways.TITLE)
    take(officer, case, "pass_check")
    take(officer, case, "put_on_agenda", note="主席团会议决定列入议程。")
    take(officer, case, "adopt", note="赞成一百六十票,反对二票,弃权三票。")
    assert standing(case) == "adopted"
    ways.published(county, Case.objects.get(pk=case.pk))

    citizen = portal.phone(script=False)
    citizen.goto("/motions/")
    follow(citizen.get_by_role("link", name=ways.TITLE))
    expect(citizen.locator("main")).to_contain_text("赞成一百六十票")
    assert citizen.evaluate("document.documentElement.scrollWidth") <= 360
