"""The first words of the report, drafted from the figures in plain official Chinese; people go on from there.

The order is that of the reports standing committees give: the whole first, then intake, handling, what people said,
promises, suggestions and motions, contact, lower congresses, what is wanting, what is planned. A sentence is written
only where its figures are there; where a judgement is needed, the draft says in brackets what is to be added.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reports.naming import numeral, standing_body

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_MOST_NAMED = 5
TO_ADD = "（请补充：{}）"


@dataclass(frozen=True, slots=True)
class Facts:
    """The figures of a summary as the sentences need them."""

    content: dict[str, Any]

    def n(self, code: str) -> int:
        return int(self.content["figures"].get(code, {"total": 0})["total"] or 0)

    def before(self, code: str) -> int:
        return int(self.content["before"]["figures"].get(code, 0) or 0)

    def share(self, code: str, of: str) -> str:
        return f"{self.n(code) / self.n(of) * 100:.1f}%" if self.n(of) else "—"

    def change(self, code: str) -> str:
        """“比上年增加3件”, or nothing where there was nothing before."""
        then, now = self.before(code), self.n(code)
        if not then:
            return ""
        if now == then:
            return "，与上年持平"
        words = "增加" if now > then else "减少"
        return f"，比上年{words}{abs(now - then)}件（{abs(now - then) / then * 100:.1f}%）"

    def top(self, name: str, most: int = _MOST_NAMED) -> list[tuple[str, int]]:
        rows = [row for row in self.content["breakdowns"].get(name, []) if row["key"]]
        return [(row["name"] or row["key"], row["counts"].get("received", 0) or 0) for row in rows[:most]]

    def listed(self, name: str, whole: int, most: int = _MOST_NAMED) -> str:
        """“环境保护12件，占24.0%；……”"""
        return "；".join(
            f"{words}{n}件，占{n / whole * 100:.1f}%" for words, n in self.top(name, most) if whole
        )


def draft(content: dict[str, Any]) -> list[dict[str, str]]:
    """Sections of the report: each a ``title`` with its number, and a ``body`` of paragraphs, one a line."""
    facts = Facts(content)
    found = [(title, [line for line in write(facts) if line]) for title, write in SECTIONS]
    kept = [(title, lines) for title, lines in found if lines]
    return [
        {"title": f"{numeral(place + 1)}、{title}", "body": "\n".join(lines)}
        for place, (title, lines) in enumerate(kept)
    ]


def title_of(content: dict[str, Any]) -> str:
    period = content["period"]
    when = f"{period['first'][:4]}年" if not period["session"] else f"{period['first']}至{period['last']}"
    return f"关于{when}代表联系人民群众工作情况的报告"


def issuer_of(content: dict[str, Any], level: str) -> str:
    """Whose report it is."""
    return standing_body(content["congress"]["name"], level)


def _whole(facts: Facts) -> Iterable[str]:
    n = facts.n
    yield (
        f"本期共收到群众意见{n('opinions.received')}件{facts.change('opinions.received')}；受理"
        f"{n('opinions.accepted')}件，不予受理{n('opinions.not_accepted')}件，群众撤回{n('opinions.withdrawn')}件。"
    )
    yield (
        f"截至{_day(facts.content['as_of'])}，已答复{n('opinions.answered')}件，答复率"
        f"{facts.share('opinions.answered', 'opinions.received')}；仍在办理{n('opinions.open')}件。"
        "答复不等于解决，解决情况以群众评价和承诺兑现情况为准。"
    )


def _intake(facts: Facts) -> Iterable[str]:
    whole = facts.n("opinions.received")
    for name, words in (("channel", "从渠道看"), ("topic", "从内容看"), ("place", "从地区看")):
        listed = facts.listed(name, whole)
        if listed:
            yield f"{words}，{listed}。"
    months = facts.content["breakdowns"].get("month", [])
    if len(months) > 1:
        most = max(months, key=lambda row: row["counts"].get("received") or 0)
        yield f"从时间看，{int(most['key'][5:])}月最多，收到{most['counts'].get('received')}件。"
    issues = facts.content.get("hot") or []
    if issues:
        named = "、".join(
            f"{one.get('name') or one['place'] + one['topic']}（{one['number']}件）"
            for one in issues[:_MOST_NAMED]
        )
        yield f"群众反映较集中的问题有：{named}。"


def _handling(facts: Facts) -> Iterable[str]:
    n, times = facts.n, facts.content["times"]
    if not n("opinions.received"):
        return
    yield (
        f"按期答复{n('opinions.on_time')}件，按期率{facts.share('opinions.on_time', 'opinions.answered')}；"
        f"有环节逾期的{n('opinions.late')}件。代表直接答复{n('opinions.by_deputy')}件，承办单位答复"
        f"{n('opinions.by_organ')}件。"
    )
    if times["median_workdays"] is not None:
        yield (
            f"从收到到答复用时的中位数为{_plain(times['median_workdays'])}个工作日"
            f"（{_plain(times['median_days'])}个自然日）。"
        )
    if n("opinions.provisional"):
        yield (
            f"有{n('opinions.provisional')}件的办理期限为暂定，待国务院办公厅公布下一年度节假日安排后重新计算。"
        )
    yield (
        f"催办{n('opinions.urged')}件，由领导督办{n('opinions.supervised')}件，重新办理{n('opinions.reworked')}件。"
    )
    if n("objections.made") or n("extensions.asked"):
        yield (
            f"承办单位提出异议{n('objections.made')}次，采纳{n('objections.upheld')}次；申请延期"
            f"{n('extensions.asked')}次，同意{n('extensions.granted')}次。"
        )
    classes = facts.listed("class", n("opinions.answered"))
    if classes:
        yield f"按办理结果分类：{classes}。"
    organs = facts.listed("organ", n("opinions.received"))
    if organs:
        yield f"承办量较大的单位：{organs}。"


def _said(facts: Facts) -> Iterable[str]:
    n = facts.n
    if n("opinions.rated"):
        yield (
            f"对办理结果作出评价的{n('opinions.rated')}件，其中满意{n('opinions.result_3')}件，基本满意"
            f"{n('opinions.result_2')}件，不满意{n('opinions.result_1')}件，满意和基本满意占"
            f"{_share(n('opinions.result_3') + n('opinions.result_2'), n('opinions.rated'))}。"
        )
    if n("opinions.attitude_rated"):
        yield (
            f"对办理态度作出评价的{n('opinions.attitude_rated')}件，其中满意{n('opinions.attitude_3')}件，基本满意"
            f"{n('opinions.attitude_2')}件，不满意{n('opinions.attitude_1')}件。"
        )
    if n("opinions.unrated"):
        yield f"已答复未评价的{n('opinions.unrated')}件，不计入满意率。"


def _promises(facts: Facts) -> Iterable[str]:
    n = facts.n
    if n("promises.due"):
        yield (
            f"本期到期的承诺事项{n('promises.due')}项，已兑现{n('promises.kept')}项，未能兑现并书面说明原因"
            f"{n('promises.broken')}项，逾期未兑现也未说明{n('promises.late')}项。"
        )


def _deputies(facts: Facts) -> Iterable[str]:
    n = facts.n
    if n("suggestions.received"):
        yield (
            f"代表提出建议、批评和意见{n('suggestions.received')}件{facts.change('suggestions.received')}，已答复"
            f"{n('suggestions.answered')}件；主任会议确定重点督办{n('suggestions.key')}件。代表评价"
            f"{n('suggestions.rated')}件，其中满意{n('suggestions.result_3')}件，基本满意"
            f"{n('suggestions.result_2')}件，不满意{n('suggestions.result_1')}件；未评价"
            f"{n('suggestions.unrated')}件，不计入满意率。"
        )
    if n("motions.received"):
        yield f"代表依法提出议案{n('motions.received')}件。"


def _contact(facts: Facts) -> Iterable[str]:
    n = facts.n
    yield (
        f"现任代表{n('deputies.in_office')}名。代表联系群众记录{n('contacts.recorded')}次，其中转为群众意见"
        f"{n('contacts.conveyed')}次；举办接待选民日{n('days.receptions')}场、座谈会{n('days.symposiums')}场。"
    )
    if n("reports.due"):
        yield (
            f"应当提交的代表履职报告{n('reports.due')}份，已公开{n('reports.done')}份，免予报告"
            f"{n('reports.excused')}份，未按期提交{n('reports.missed')}份，其余{n('reports.coming')}份正在撰写或者检查。"
        )
    if n("deputies.silent") or n("places.unheard"):
        yield (
            f"没有任何联系记录的代表{n('deputies.silent')}名；没有听到意见的村（社区）{n('places.unheard')}个，"
            f"占{facts.share('places.unheard', 'places.all')}。"
        )


def _meetings(facts: Facts) -> Iterable[str]:
    n = facts.n
    if n("agenda.items"):
        yield (
            f"有关会议审议联系群众工作的议题{n('agenda.items')}项，作出决定{n('agenda.decided')}项。需要报告落实情况的"
            f"决定{n('agenda.followed')}项，已落实{n('agenda.done')}项，到期未报告{n('agenda.late')}项。"
        )
    if n("matters.sent"):
        yield (
            f"社情民意摘报编发{n('matters.sent')}个事项，被采用{n('matters.adopted')}项，领导批示"
            f"{n('matters.instructed')}项，已有落实情况{n('matters.followed')}项；发出{n('copies.sent')}份，签收"
            f"{n('copies.signed')}份。"
        )


def _lower(facts: Facts) -> Iterable[str]:
    columns = facts.content["columns"][1:]
    if not columns:
        return
    figures = facts.content["figures"]["opinions.received"]["columns"]
    heard = [one for one in columns if figures.get(one["key"])]
    if not heard:
        yield f"以上数字包括{len(columns)}个下级人大，下级人大本期没有登记意见。"
        return
    named = "、".join(f"{one['name']}{figures[one['key']]}件" for one in heard)
    yield f"以上数字包括{len(columns)}个下级人大：{named}；本级{figures.get('own', 0)}件。"


def _wanting(facts: Facts) -> Iterable[str]:
    n = facts.n
    found = [
        (n("opinions.late"), f"有{n('opinions.late')}件存在环节逾期"),
        (n("opinions.result_1"), f"有{n('opinions.result_1')}件群众对结果不满意"),
        (n("promises.late"), f"有{n('promises.late')}项承诺逾期"),
        (n("deputies.silent"), f"有{n('deputies.silent')}名代表没有联系记录"),
        (n("places.unheard"), f"有{n('places.unheard')}个村（社区）没有听到意见"),
    ]
    named = "；".join(words for number, words in found if number)
    if named:
        yield f"数字反映出的不足：{named}。"
    yield TO_ADD.format("主要问题及原因")


def _next(facts: Facts) -> Iterable[str]:
    yield TO_ADD.format("下一步工作安排")


SECTIONS: tuple[tuple[str, Callable[[Facts], Iterable[str]]], ...] = (
    ("总体情况", _whole),
    ("意见受理和分布", _intake),
    ("办理和答复", _handling),
    ("群众评价", _said),
    ("承诺事项", _promises),
    ("代表建议和议案", _deputies),
    ("代表联系群众和覆盖情况", _contact),
    ("会议审议和社情民意摘报", _meetings),
    ("下级人大情况", _lower),
    ("存在的不足", _wanting),
    ("下一步工作", _next),
)


def _share(part: int, whole: int) -> str:
    return f"{part / whole * 100:.1f}%" if whole else "—"


def _plain(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{year}年{int(month)}月{int(day)}日"
