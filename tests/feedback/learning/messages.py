"""Invented messages of four topics: enough variety to learn from, and known by construction."""

from __future__ import annotations

import random

_PLACES = ("石桥村", "柳湾社区", "北门街", "桃溪镇", "枫林小区", "老码头", "南坡组", "清水巷")
_WHEN = ("上个月", "最近", "这几天", "入冬以来", "从去年开始", "每到周末", "开学以后", "雨季一到")
_ASK = ("请有关部门处理。", "希望能给个说法。", "盼望早点解决。", "麻烦派人来看看。", "请帮忙协调。")
_MORE = (
    "邻居们都有意见。",
    "打过电话没有下文。",
    "老人孩子受影响最大。",
    "拖了很久。",
    "大家商量后写这封信。",
)
_ABOUT = tuple(
    f"{who}{what}"
    for who in ("邻居", "老人", "孩子", "商户", "来办事的人", "租户", "值班的同志", "外地亲戚")
    for what in (
        "都在议论这件事",
        "问过好几回没有结果",
        "已经等了很久",
        "说情况属实",
        "觉得很不方便",
        "希望早日有个答复",
    )
)
_SAID = {
    "noise": ("噪声", "扬尘", "粉尘", "音响", "废气", "异味", "油烟", "污水"),
    "school": ("学校", "老师", "食堂", "学区", "补课", "学费", "校车", "作业"),
    "wages": ("工资", "社保", "退休金", "加班费", "劳动合同", "工伤", "欠薪", "公积金"),
    "road": ("公交车", "路灯", "红绿灯", "道路", "停车", "斑马线", "护栏", "井盖"),
}
_HOW = {
    "noise": ("夜里{}扰得人睡不着", "{}超标没有人管", "工厂的{}污染空气", "{}熏得开不了窗"),
    "school": ("{}的安排不合理", "学生反映{}有问题", "家长对{}意见很大", "孩子因为{}很为难"),
    "wages": ("老板拖欠{}不给", "单位没有按规定给{}", "工人讨要{}没有着落", "{}算得比应得的少"),
    "road": ("{}坏了没有人修", "{}太少出行很难", "{}设得不是地方", "晚上{}看不清很危险"),
}
TOPICS = tuple(_SAID)


def message(topic: str, seed: int) -> str:
    """A message of the topic; different seeds give different ones."""
    dice = random.Random(f"{topic}{seed}")
    place, house = dice.choice(_PLACES), dice.randint(1, 99)
    said = [dice.choice(_HOW[topic]).format(word) for word in dice.sample(_SAID[topic], 3)]
    beside = dice.sample(_ABOUT, 5)
    body = f"{dice.choice(_WHEN)},我住在{place}{house}号,{said[0]}。{beside[0]},{beside[1]}。{said[1]},{beside[2]}。"
    return f"{place}{said[2]}\n{body}{beside[3]},{beside[4]}。{dice.choice(_MORE)}{dice.choice(_ASK)}"


def messages(each: int, start: int = 0) -> tuple[list[str], list[str]]:
    """Texts and labels, ``each`` of a topic, topic after topic in turn."""
    pairs = [(message(topic, seed), topic) for seed in range(start, start + each) for topic in TOPICS]
    return [text for text, _topic in pairs], [topic for _text, topic in pairs]
