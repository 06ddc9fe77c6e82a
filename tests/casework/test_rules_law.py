"""The shipped profiles against the texts: every article cited exists and says the number it is cited for."""

import re
from pathlib import Path

import pytest

from casework.rules import Period, Unit
from casework.rules.explain import OWN_DEFAULT
from casework.rules.files import Document, shipped
from casework.rules.profile import Clock, Profile, resolve

LAW = Path(__file__).resolve().parents[2].parent / "shared/law"
STATE = "中华人民共和国"
FULL_TITLES = {
    "代表法": f"{STATE}全国人民代表大会和地方各级人民代表大会代表法",
    "地方各级人民代表大会和地方各级人民政府组织法": f"{STATE}地方各级人民代表大会和地方各级人民政府组织法",
}
# Cited, but no text is at hand to hold the citation against
NOT_READ = {
    "全国人民代表大会组织法",
    "北京市实施〈中华人民共和国全国人民代表大会和地方各级人民代表大会代表法〉办法",
    "上海市实施〈中华人民共和国全国人民代表大会和地方各级人民代表大会代表法〉办法",
}
INVENTED = "（虚构）"  # the demonstration county's own rules say so of themselves
CITED = re.compile(r"《([^》]+)》((?:第[一二三四五六七八九十百]+条(?:（[^）]*）)?、?)+)")
ARTICLE = re.compile(r"第[一二三四五六七八九十百]+条")
DIGITS = "零一二三四五六七八九"
UNITS = {Unit.DAY: ("日", "天"), Unit.WORKDAY: ("个工作日",), Unit.MONTH: ("个月",)}
# In Shanghai the longer reply is three months on top of three
SAID_AS = {("shanghai", "suggestion.reply_extended"): Period(3, Unit.MONTH)}
# "During the session" is counted as the day before its close
SAID_WITHOUT_A_NUMBER = {("shandong", "suggestion.assign_in_session"): "在会议期间"}


@pytest.fixture(scope="module")
def articles() -> dict[str, dict[str, str]]:
    """Title of a text -> article ("第三条") -> its words."""
    if not LAW.exists():
        pytest.skip(f"the texts of law are not at {LAW}")
    found: dict[str, dict[str, str]] = {}
    for path in LAW.glob("*.zh.md"):
        words = path.read_text(encoding="utf-8")
        title = words.splitlines()[0].lstrip("# ").strip()
        parts = re.split(r"^(第[一二三四五六七八九十百]+条) ", words, flags=re.M)
        found[title] = dict(zip(parts[1::2], parts[2::2], strict=True))
    return found


def numeral(n: int) -> str:
    tens, ones = divmod(n, 10)
    return ("" if tens < 1 else "十" if tens == 1 else DIGITS[tens] + "十") + (DIGITS[ones] if ones else "")


def ways_to_say(period: Period) -> list[str]:
    numbers = [numeral(period.n), str(period.n), *(["两"] if period.n == 2 else [])]
    return [number + unit for number in numbers for unit in UNITS[period.unit]]


def cited(article: str) -> list[tuple[str, str]]:
    if article.endswith(INVENTED):
        return []
    return [
        (FULL_TITLES.get(title, title), one)
        for title, several in CITED.findall(article)
        if title not in NOT_READ
        for one in ARTICLE.findall(several)
    ]


def own_clocks() -> list[tuple[str, Clock]]:
    by_name = {document.name: document for document in shipped()}
    return [
        (document.name, clock)
        for document in shipped()
        for clock in resolve([each.data for each in _line(document, by_name)]).clocks.values()
        if clock.origin.startswith(f"{document.name}@")
    ]


def _line(document: Document, by_name: dict[str, Document]) -> list[Document]:
    return [document, *(_line(by_name[document.parent], by_name) if document.parent else [])]


OWN = own_clocks()


@pytest.mark.parametrize(("profile", "clock"), OWN, ids=[f"{name}-{clock.name}" for name, clock in OWN])
def test_a_clock_set_by_law_says_the_number_of_its_article(
    profile: str, clock: Clock, articles: dict[str, dict[str, str]]
) -> None:
    named = cited(clock.article)
    words = "".join(articles[title][article] for title, article in named)
    if clock.basis == "practice":
        return
    assert named, f"{clock.article} cites no article"
    if (phrase := SAID_WITHOUT_A_NUMBER.get((profile, clock.name))) is not None:
        assert phrase in words
        return
    period = SAID_AS.get((profile, clock.name), clock.period)
    assert any(said in words for said in ways_to_say(period)), (clock.article, ways_to_say(period))


@pytest.mark.parametrize(("profile", "clock"), [pair for pair in OWN if pair[1].ceiling])
def test_a_ceiling_says_the_number_of_its_article(
    profile: str, clock: Clock, articles: dict[str, dict[str, str]]
) -> None:
    assert clock.ceiling
    for title, article in cited(clock.ceiling.article):
        assert any(said in articles[title][article] for said in ways_to_say(clock.ceiling.period)), article


@pytest.mark.parametrize("document", shipped(), ids=lambda document: document.name)
def test_every_article_cited_by_a_limit_a_switch_or_a_label_exists(
    document: Document, articles: dict[str, dict[str, str]]
) -> None:
    bodies = [*document.data.get("limit", {}).values(), *document.data.get("switch", {}).values()]
    bodies += [document.data[key] for key in ("result_classes", "urging") if key in document.data]
    for body in bodies:
        for title, article in cited(body["article"]):
            assert article in articles[title]
        assert body["basis"] == "practice" or CITED.search(body["article"]), body["article"]


@pytest.mark.parametrize(
    ("profile", "count"),
    [("shandong", 4), ("shanghai", 4), ("zhejiang", 3), ("henan", 5)],
)
def test_result_classes_are_as_many_as_the_article_names(
    profile: str, count: int, articles: dict[str, dict[str, str]]
) -> None:
    document = next(each for each in shipped() if each.name == profile)
    classes = document.data["result_classes"]
    assert len(classes["items"]) == count
    ((title, article),) = cited(classes["article"])
    listed = re.findall(r"^（[一二三四五六七八九]+）", articles[title][article], flags=re.M)
    assert len(listed) in (0, count)  # Zhejiang names its three kinds in one sentence


# --- What a reader of the texts would object to -----------------------------------------------------------
def profile(name: str) -> Profile:
    by_name = {document.name: document for document in shipped()}
    return resolve([each.data for each in _line(by_name[name], by_name)])


@pytest.mark.parametrize("name", ["beijing", "henan", "national", "shandong", "shanghai", "zhejiang"])
@pytest.mark.parametrize("clock", ["suggestion.reply", "suggestion.reply_extended"])
def test_a_suggestion_is_answered_counted_from_its_assignment_as_the_deputies_law_has_it(
    name: str, clock: str
) -> None:
    found = profile(name).clock(clock)
    assert found.starts_from.zh == "交办"
    if name in ("henan", "zhejiang"):  # their texts count from receipt
        assert "《代表法》第五十一条" in found.article and "自收到起算" in found.note.zh


def test_what_shanghai_may_do_is_not_said_to_be_ordered() -> None:
    second = profile("shanghai").switches["second_dissatisfied"]
    assert (second.value, second.basis) == ("meeting", "practice")
    assert profile("henan").switches["second_dissatisfied"].basis == "regulation"


def test_beijing_follows_promises_by_its_own_article_and_classes_by_practice() -> None:
    labels, national = profile("beijing").result_classes, profile("national").result_classes
    assert labels.items == national.items
    assert labels.basis == "practice" and labels.promise_article.endswith("第二十六条")


def test_beijing_says_when_its_second_reply_is_owed() -> None:
    assert "敷衍塞责" in profile("beijing").clock("suggestion.rework").note.zh


@pytest.mark.parametrize(("name", "article"), [("shandong", "第二十七条"), ("beijing", "第三十条")])
def test_where_replies_must_be_published_the_article_says_so(name: str, article: str) -> None:
    switch = profile(name).switches["deputy_may_withhold_publication"]
    assert (switch.value, switch.basis) == (False, "regulation") and switch.article.endswith(article)


@pytest.mark.parametrize("name", ["shandong", "zhejiang"])
def test_what_is_being_solved_is_followed_as_what_is_planned(name: str) -> None:
    (followed,) = [item for item in profile(name).result_classes.items if item.promise]
    assert "正在解决" in followed.label.zh and "being solved" in followed.label.en


def test_the_deputies_law_is_cited_for_days_only_where_it_orders_the_step() -> None:
    cites = {name for name, clock in profile("national").clocks.items() if "（未定天数）" in clock.article}
    assert cites == {"suggestion.assign", "suggestion.first_contact", "duty.session", "duty.question"}


def test_the_deputys_time_for_an_opinion_cites_no_article_on_inspections() -> None:
    assert profile("national").clock("opinion.deputy").article == OWN_DEFAULT


def test_handling_again_is_measured_by_no_article_on_the_first_handling() -> None:
    again = profile("national").clock("opinion.rework")
    assert (again.article, again.ceiling) == (OWN_DEFAULT, None)


def test_once_only_is_not_attributed_to_an_article_that_does_not_say_so() -> None:
    national = profile("national")
    assert national.limits["extensions"].article == OWN_DEFAULT
    assert "未限次数" in national.clock("opinion.extension").note.zh
    assert "第三十一条第六项" in national.clock("opinion.reply").note.zh


def test_the_one_article_that_leaves_time_out_is_named() -> None:
    assert "第三十六条" in profile("national").switches["suspend_clock"].note.zh


def test_labels_and_notes_leave_out_no_condition() -> None:
    solved = profile("shanghai").result_classes.items[0].label.zh
    assert "基本解决" in solved and "部分采纳" in solved
    assert "书面" in profile("shanghai").switches["withdrawal"].note.zh
    assert profile("henan").result_classes.promise_article.endswith("第二十三条、第二十七条")


def test_the_note_says_from_which_day_an_objection_is_counted() -> None:
    assert "自交办之日起算" in profile("national").clock("opinion.objection").note.zh


def test_a_township_of_shandong_is_bound_by_its_own_text_alone() -> None:
    """The provincial regulations cover suggestions to the provincial congress; a township may follow them."""
    town = profile("shandong-township")
    labels, rules = (
        town.result_classes,
        (*town.clocks.values(), *town.limits.values(), *town.switches.values()),
    )
    assert not [rule for rule in (*rules, labels, town.urging) if rule.origin.startswith("shandong@")]
    followed = [rule for rule in (*rules, labels) if "代表建议、批评和意见办理工作条例" in rule.article]
    assert len(followed) == 13
    assert all(rule.basis == "practice" and rule.article.startswith("参照") for rule in followed)
    assert all("第三十二条（可以参照）" in rule.article for rule in followed)
    consent = town.switches["extension_needs_consent"]
    assert (consent.value, consent.basis) == (False, "regulation") and consent.article.endswith("第十五条")
