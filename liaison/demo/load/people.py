"""Writes the people who act: those a visitor signs in as, and their colleagues, who cannot sign in."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.hashers import make_password

from accounts.demo import demo_user
from accounts.models import User
from deputies.models import LiaisonBody, Post
from liaison.demo import arrivals, names
from liaison.demo.cast import PLAYERS
from liaison.demo.dice import Dice

if TYPE_CHECKING:
    from liaison.demo.cast import Player
    from liaison.demo.load.rows import Rows
    from liaison.demo.offices import Office
    from liaison.demo.world import World

_BATCH = 500


def write(world: World, rows: Rows, offices: list[Office], shown: Office) -> None:
    """Accounts and posts. ``shown`` is the office whose screens the demonstration opens on."""
    first = arrivals.first_day(rows.now.date(), world.scale.years)
    password = str(settings.DEMO_PASSWORD) or secrets.token_urlsafe(12)
    hashed = make_password(password)
    for player in PLAYERS:
        _player(player, shown, rows, hashed)
    _colleagues(offices, rows)
    Post.objects.bulk_create(_posts(rows, first), batch_size=_BATCH)
    Post.objects.bulk_create(_everywhere(rows, shown, first))
    for office in offices:
        LiaisonBody.objects.filter(congress=rows.congresses[office.congress.code]).update(
            responsible=rows.users[office.congress.code, "officer:0"],
            substitute=rows.users[office.congress.code, "officer:1"],
        )
    _presidiums(rows, shown)


def _presidiums(rows: Rows, shown: Office) -> None:
    """The officer's colleague answers for the presidiums of the townships; for the last one nobody does yet."""
    townships = [one for one in rows.congresses.values() if one.level == "township"]
    LiaisonBody.objects.filter(congress__in=townships[:-1]).update(
        responsible=rows.users[shown.congress.code, "officer:1"],
        substitute=rows.users[shown.congress.code, "officer:0"],
    )


def _player(player: Player, office: Office, rows: Rows, hashed: str) -> None:
    actor, name = _key_and_name(player, office)
    if actor is None:
        return
    user = demo_user(player.username, name, "", f"{player.username}@example.org", hashed=hashed)
    rows.users[office.congress.code, actor] = user


def _key_and_name(player: Player, office: Office) -> tuple[str | None, str]:
    role, _, which = player.actor.partition(":")
    if role == "deputy":
        deputy = office.demo_deputies[int(which)]
        return f"deputy:{deputy.number}", deputy.name
    if role == "station":
        station = office.demo_station(which)
        return (f"station:{station}", player.name) if station else (None, "")
    return player.actor, player.name


def _colleagues(offices: list[Office], rows: Rows) -> None:
    """Everybody else whom the lives name. Their password opens nothing, and they are demo accounts besides."""
    locked = make_password(None)
    dice = Dice(11)
    keys = [
        (office.congress.code, actor, name)
        for office in offices
        for actor, name in _needed(office, dice)
        if (office.congress.code, actor) not in rows.users
    ]
    made = User.objects.bulk_create(
        (
            User(
                username=_username(congress, actor),
                display_name=name,
                password=locked,
                email="",
                is_demo=True,
            )
            for congress, actor, name in keys
        ),
        batch_size=_BATCH,
    )
    rows.users |= {(congress, actor): user for (congress, actor, _name), user in zip(keys, made, strict=True)}


def _username(congress: str, actor: str) -> str:
    role, _, which = actor.partition(":")
    return f"{role}-{which}" if role == "deputy" else f"{role}-{congress[1:]}-{which}"


def _needed(office: Office, dice: Dice) -> Iterator[tuple[str, str]]:
    for place in range(office.officers):
        yield f"officer:{place}", _name(dice)
    for code in office.station_names:
        yield f"station:{code}", _name(dice)
    for code in office.short:
        yield f"handler:{code}", _name(dice)
        yield f"head:{code}", _name(dice)
    for deputy in office.deputies:
        yield f"deputy:{deputy.number}", deputy.name


def _name(dice: Dice) -> str:
    return names.person(dice, age=dice.randint(25, 57)).name


def _posts(rows: Rows, first: date) -> Iterator[Post]:
    for (congress, actor), user in rows.users.items():
        role, _, which = actor.partition(":")
        yield Post(
            user=user,
            role=role,
            congress=rows.congresses[congress],
            station=rows.stations.get((congress, which)) if role == "station" else None,
            organ=rows.organs.get((congress, which)) if role in ("handler", "head") else None,
            deputy=rows.deputies.get(which) if role == "deputy" else None,
            starts_on=first,
        )


def _everywhere(rows: Rows, shown: Office, first: date) -> Iterator[Post]:
    """In a city the officer, the committee member and the operator of the demonstration serve every office.

    Township congresses have the officer's colleague for their presidium.
    """
    for code, congress in rows.congresses.items():
        if code == shown.congress.code:
            continue
        for role in ("officer", "committee", "operator"):
            if congress.level != "township":
                user = rows.users[shown.congress.code, f"{role}:0"]
                yield Post(user=user, role=role, congress=congress, starts_on=first)
        if congress.level == "township":
            user = rows.users[shown.congress.code, "officer:1"]
            yield Post(user=user, role="officer", congress=congress, starts_on=first)
