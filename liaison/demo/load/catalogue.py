"""Writes what an office keeps lists of: channels, topics and their rules, ready-made answers, saved views."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from casework.models import Channel, ReplyTemplate, SavedView, Topic, TopicOrgan
from feedback.models import TopicRule
from liaison.demo.arrivals import CHANNELS
from liaison.demo.matters import FOLDER, fields, matters

if TYPE_CHECKING:
    from liaison.demo.load.rows import Rows
    from liaison.demo.world import World

_VIEWS = (
    ("今天到期", "due=today"),
    ("已经逾期", "due=late"),
    ("待审核答复", "group=review"),
    ("我负责的", "owner=me"),
)


def write(world: World, rows: Rows) -> None:
    _channels(rows)
    _topics(rows)
    _usual_organs(world, rows)
    ReplyTemplate.objects.bulk_create(
        template for congress in world.receiving for template in _templates(rows, congress.code)
    )
    officers = [
        user for (_congress, actor), user in rows.users.items() if actor in ("officer:0", "officer:1")
    ]
    SavedView.objects.bulk_create(
        SavedView(user=user, name=name, query=query) for user in officers for name, query in _VIEWS
    )


def _channels(rows: Rows) -> None:
    for place, channel in enumerate(CHANNELS, start=1):
        rows.channels[channel.code], _created = Channel.objects.update_or_create(
            code=channel.code,
            defaults={
                "name": channel.name,
                "name_en": channel.name_en,
                "at_desk": channel.at_desk,
                "position": place,
            },
        )


def _topics(rows: Rows) -> None:
    for field in fields():
        rows.topics[field.code] = parent = _topic(field, None, field.position * 100)
        for matter in field.matters:
            row = _topic(matter, parent, field.position * 100 + matter.position)
            rows.topics[matter.code] = row
            TopicRule.objects.create(topic=row, words=matter.words, note="演示规则")


def _topic(one: Any, parent: Topic | None, position: int) -> Topic:
    defaults = {
        "name": one.name,
        "name_en": one.name_en,
        "hint": one.hint,
        "parent": parent,
        "position": position,
    }
    return Topic.objects.update_or_create(code=one.code, defaults=defaults)[0]


def _usual_organs(world: World, rows: Rows) -> None:
    TopicOrgan.objects.bulk_create(
        TopicOrgan(
            congress=rows.congresses[congress.code],
            topic=rows.topics[matter.code],
            organ=rows.organs[congress.code, matter.organ],
        )
        for congress in world.receiving
        for matter in matters().values()
        if (congress.code, matter.organ) in rows.organs
    )


def _templates(rows: Rows, congress: str) -> list[ReplyTemplate]:
    data = tomllib.loads((FOLDER / "words" / "templates.toml").read_text(encoding="utf-8"))
    return [
        ReplyTemplate(
            congress=rows.congresses[congress],
            action=one["action"],
            reason=one.get("reason", ""),
            topic=rows.topics.get(one.get("topic", "")),
            title=one["title"],
            body=one["body"],
        )
        for one in data["template"]
    ]
