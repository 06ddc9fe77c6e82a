"""Bursts of opinions for tests: people who write of one matter in their own ways, and many who write of others."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from casework.models import Case
from feedback.hot import nightly
from feedback.identity import Person
from tests import loops

if TYPE_CHECKING:
    from feedback.models import HotIssue
    from tests.factories import County

NOISE = (
    (
        "柳湾小区旁的石料厂半夜开工太吵",
        "我家住柳湾小区,东边的石料厂夜里两点还在碎石头,老人孩子都睡不好,请管一管。",
    ),
    ("柳湾小区石料厂噪声扰民", "石料厂离柳湾小区不到一百米,碎石机一响窗户都在抖,已经连着一个月了。"),
    (
        "反映柳湾小区边上石料厂夜间噪声",
        "柳湾小区门口的石料厂每天夜里装车碎石,噪声和灰尘都很大,找过社区没有结果。",
    ),
    (
        "柳湾小区居民被石料厂吵得睡不着",
        "石料厂夜里不停工,柳湾小区靠东的三栋楼都受影响,希望规定夜间不能开工。",
    ),
    ("石料厂夜间碎石,柳湾小区怎么住人", "柳湾小区的住户已经忍了很久,石料厂夜间碎石的噪声比白天还大,灰也大。"),
    (
        "请查柳湾小区旁石料厂夜间施工噪声",
        "我是柳湾小区三栋的,石料厂天天夜里碎石装车,要求查一查它有没有手续。",
    ),
)
BUS = (
    ("12路公交车晚上收车太早", "12路公交车七点就收车,下班的人都回不了家,希望延到九点。"),
    ("希望12路公交车延长到晚上九点", "在开发区上班,下班时12路公交车已经没有了,只能走回去。"),
    ("12路公交末班车时间能不能晚一点", "12路公交车末班七点,厂里八点才下班,请延长末班车时间。"),
    ("建议推迟12路公交车末班时间", "开发区的工人多,12路公交车收车早,大家下班没有车坐。"),
    ("12路公交车末班太早", "我们下班晚,12路公交车末班太早,打车又贵,希望推迟末班时间。"),
)
OTHERS = (
    ("村里想修一条通往果园的路", "果园产的桃子运不出来,一下雨车就陷在泥里,想请县里帮助硬化两公里。"),
    ("低保什么时候发放", "这个月的低保还没有到账,想问一下是不是改了发放的日子。"),
    ("学校门口没有斑马线", "实验小学放学的时候车很多,孩子过马路危险,请画斑马线。"),
    ("自来水有黄颜色", "早上放出来的水发黄,要放十几分钟才清,不知道能不能喝。"),
    ("卫生院晚上没有医生", "孩子半夜发烧,乡里卫生院没有人值班,只能去县城。"),
)


def written(
    county: County, title: str, body: str, *, phone: str = "", days_ago: int = 3, **changes: object
) -> Case:
    """An opinion that came in so many days ago, from whoever has that telephone, or from nobody known."""
    case = loops.submitted(county, title=title, body=body, person=Person(phone=phone), **changes)
    at: datetime = timezone.now() - timedelta(days=days_ago)
    Case.objects.filter(pk=case.pk).update(opened_at=at)
    return Case.objects.get(pk=case.pk)


def burst(
    county: County, texts: tuple[tuple[str, str], ...] = NOISE, first: int = 0, **changes: object
) -> list[Case]:
    """Each text by another person, a day between them."""
    return [
        written(county, *text, phone=f"139{first + place:08d}", days_ago=2 + place, **changes)
        for place, text in enumerate(texts)
    ]


def everything(county: County) -> tuple[list[Case], list[Case]]:
    """Two bursts among other opinions."""
    noise = burst(county)
    bus = burst(county, BUS, first=100)
    burst(county, OTHERS, first=200)
    return noise, bus


def found(county: County) -> list[HotIssue]:
    """The watched issues after a night, the hottest first."""
    nightly.renew(county.congress)
    return list(county.congress.hot_issues.watched())


def cases_of(issue: HotIssue) -> set[int]:
    return set(issue.members.inside().values_list("case", flat=True))
