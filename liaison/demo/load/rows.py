"""What has been written so far, by the keys under which the pure world knows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User
    from casework.models import Channel, Topic
    from deputies.models import Deputy, Division, LiaisonStation, Organ, PeoplesCongress


@dataclass
class Rows:
    """Saved rows; stations, organs and users are known by the code of their congress and their own key."""

    now: datetime
    divisions: dict[str, Division] = field(default_factory=dict)
    congresses: dict[str, PeoplesCongress] = field(default_factory=dict)
    deputies: dict[str, Deputy] = field(default_factory=dict)
    organs: dict[tuple[str, str], Organ] = field(default_factory=dict)
    stations: dict[tuple[str, str], LiaisonStation] = field(default_factory=dict)
    users: dict[tuple[str, str], User] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)

    def user(self, congress: str, actor: str) -> User | None:
        """The account behind an actor's key; None for the citizen and the system."""
        return None if actor in ("citizen", "system", "") else self.users[congress, actor]
