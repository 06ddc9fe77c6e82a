"""Believable content for every component, shown by templates/styleguide.html."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _


@dataclass
class Why:
    provisional: bool = True
    skipped: tuple[tuple[date, str], ...] = ((date(2026, 10, 1), "国庆节"), (date(2026, 10, 2), "国庆节"))

    def sentence(self) -> str:
        return "15 个工作日,自受理之日次日起算;《信访工作条例》第二十二条"


@dataclass
class Owed:
    due_on: date
    due_why: Why | None = None
    title: str = ""
    place: str = ""
    topic: str = ""


class Write(forms.Form):
    body = forms.CharField(
        label="什么事", help_text="说清时间、地点和您希望怎样解决。", max_length=2000,
        widget=forms.Textarea(attrs={"data-counter": "还可以写 {n} 个字"}),
    )  # fmt: skip
    place = forms.ChoiceField(label="在哪里", choices=[("", "请选择"), ("1", "城关镇"), ("2", "石桥村")])
    happened_on = forms.DateField(
        label="什么时候", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    photos = forms.FileField(
        label="照片", required=False, widget=forms.FileInput(attrs={"data-previews": "", "accept": "image/*"})
    )
    confidential = forms.ChoiceField(
        label="承办单位可以知道您的姓名和电话吗", help_text="不可以时,他们只看到您写的内容。",
        choices=[("n", "可以"), ("y", "不可以,请保密")], widget=forms.RadioSelect,
    )  # fmt: skip
    topics = forms.MultipleChoiceField(
        label="关于", required=False, choices=[("a", "环境"), ("b", "交通")],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    agree = forms.BooleanField(label="我已阅读个人信息如何受到保护")


class Filters(forms.Form):
    status = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), ("1", "待登记")])
    organ = forms.CharField(label="承办单位", required=False)


def step(state: str, what: str, **more: Any) -> dict[str, Any]:
    return {"state": state, "what": what, **more}


def context(*, desk: bool) -> dict[str, Any]:
    today = timezone.localdate()
    late, soon, calm = (Owed(today + timedelta(days=n), Why()) for n in (-6, 1, 20))
    return {
        "base": "base_desk.html" if desk else "base_public.html",
        "desk": desk,
        "menu": {
            "folds": True,
            "first": [
                {"url": "#1", "label": _("Queue"), "current": True, "count": 31},
                {"url": "#2", "label": _("Search")},
            ],
            "groups": [
                {"name": "opinions", "words": _("Citizens' opinions"), "open": True, "count": 2, "items": [
                    {"url": "#3", "label": _("Mailbox"), "count": 2}, {"url": "#4", "label": _("Hot issues")}]},
                {"name": "public", "words": _("Figures and publication"), "open": False, "count": 3, "items": [
                    {"url": "#5", "label": _("The year in figures"), "count": 3}]},
            ],
        },
        "form": Write({"place": "1", "topics": ["zz"]}),
        "filters": Filters(),
        "owed": {"late": late, "soon": soon, "calm": calm},
        "steps": [
            step("done", "您的意见已收到", when=today - timedelta(days=4), who="城关镇人大代表联络站"),
            step("current", "生态环境分局正在办理", when=today, who="县生态环境分局", due_on=calm.due_on),
            step("next", "联络站向您反馈结果"),
        ],
        "facts": [
            ("查询码", "84 27 91 06"),
            ("提交", "2026年12月4日（周五）"),
            ("想告诉谁", "李秀英代表,城关镇第三选区"),
        ],
        "files": [{"name": "搅拌站.jpg", "url": "#f", "size": 482_113}],
        "tabs": [
            {"url": "#a", "label": "待登记", "count": 31, "current": True},
            {"url": "#b", "label": "待审核", "count": 5},
        ],
        "table": {
            "caption": "按承办单位",
            "columns": [
                {"label": "承办单位"},
                {"label": "收到", "num": True},
                {"label": "按期", "num": True},
            ],
            "rows": [
                {"url": "#o", "cells": ["生态环境分局", {"value": 1412, "url": "#x"}, {"value": 1388}]},
                {"cells": ["交通运输局", {"value": 96}, {"value": 90}]},
            ],
        },
        "figures": [
            {"name": "收到", "value": "4,120", "unit": "件", "before": "3,871"},
            {"name": "按期答复", "value": "96.2%", "before": "94.8%"},
            {"name": "满意(评价 1,204 人)", "value": "88.0%", "before": "86.1%"},
        ],
        "chart": {
            "title": "每月收到与按期答复",
            "kind": "bar",
            "columns": ["月份", "收到", "按期答复"],
            "rows": [
                {"label": f"{n}月", "values": [300 + 17 * n % 90, 280 + 11 * n % 70], "url": "#m"}
                for n in range(1, 13)
            ],
        },
        "queue": [
            Owed(soon.due_on, title="夜间搅拌站噪声", place="城关镇", topic="环保"),
            Owed(late.due_on, title="接送学生的班车停开,孩子要走四公里山路", place="石桥村", topic="交通"),
            Owed(calm.due_on, title="自来水浑浊", place="河西社区", topic="供水"),
        ],
        "actions": [
            {"label": "交办生态环境分局", "url": "#assign", "primary": True, "hint": "路由建议,置信度 0.94"},
            {"label": "退回并说明", "url": "#refuse"},
            {"label": "办结", "why_not": "要先向群众反馈。"},
        ],
        "consequences": ["12 件转到生态环境分局", "3 个工作日内签收", "提交人会看到这一步"],
    }  # fmt: skip
