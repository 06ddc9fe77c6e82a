"""Who may look at a citizen's identity, and for what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.purposes import FOR_ORGANS, Purpose

if TYPE_CHECKING:
    from collections.abc import Collection

    from casework.models import Case


def purposes_for(case: Case, roles: Collection[str]) -> list[Purpose]:
    """The office and the station may look, for any purpose; a handler who must speak with the citizen too.

    Of a complaint about a deputy the standing committee, its only reader, and nobody else.

    Of an opinion never an organ when the case is confidential (Regulations on Petitions art. 30), never the head,
    the deputy or the committee: none of them needs it.
    """
    held = set(roles)
    if case.is_complaint:
        return list(Purpose) if "committee" in held else []
    if held & {"officer", "station"}:
        return list(Purpose)
    if "handler" in held and not case.confidential and case.is_open:
        return list(FOR_ORGANS)
    return []
