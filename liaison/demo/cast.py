"""The people a visitor signs in as, and what each of them shows. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Player:
    """A demo account. ``actor`` is the key under which the lives know this person; ``shows`` one line of help, to be
    translated where it is printed.

    For a handler or head the key names the organ, for station staff the station; ``deputy:0`` and ``deputy:1``
    are the first deputies of the demonstration's office.
    """

    username: str
    name: str
    role: str
    actor: str
    shows: str


PLAYERS = (
    Player(
        "officer",
        "林晓岚",
        "officer",
        "officer:0",
        _("liaison officer: registers, assigns, reviews, feeds back"),
    ),
    Player(
        "station",
        "周桂芳",
        "station",
        "station:home",
        _("station staff: the opinions of this station"),
    ),
    Player("deputy", "", "deputy", "deputy:0", _("deputy: answers, refers, takes up for a suggestion")),
    Player(
        "handler",
        "陈立新",
        "handler",
        "handler:ecology",
        _("handler of the environment office: signs, contacts, drafts"),
    ),
    Player(
        "head",
        "郑海波",
        "head",
        "head:ecology",
        _("head of the environment office: releases replies"),
    ),
    Player("committee", "沈玉华", "committee", "committee:0", _("standing committee member: the year")),
    Player(
        "operator",
        "吴志远",
        "operator",
        "operator:0",
        _("operator: the lists and the back office"),
    ),
    Player(
        "officer2",
        "何敏",
        "officer",
        "officer:1",
        _("another liaison officer: two people on one case"),
    ),
    Player("deputy2", "", "deputy", "deputy:1", _("another deputy")),
    Player("handler2", "蒋文斌", "handler", "handler:housing", _("handler of the housing office")),
    Player("head2", "赵春梅", "head", "head:housing", _("head of the housing office")),
    Player("station2", "罗建军", "station", "station:online", _("staff of the online station")),
)
FIRST = 7  # one for each role
