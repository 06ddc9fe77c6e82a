"""Who takes a step. There is always somebody: the portal itself, a citizen with a receipt, or a user."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from accounts.models import ActorKind, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


@dataclass(frozen=True, slots=True)
class Actor:
    """``Actor.system``, ``Actor.citizen(case_id)`` or ``Actor.of(user)``; equal for the same person."""

    kind: str
    user: User | None = None
    case_id: int | None = None

    system: ClassVar[Actor]

    def __post_init__(self) -> None:
        if (self.kind == ActorKind.USER) != (self.user is not None):
            raise ValueError("A user acts as a user, and nobody else does.")
        if (self.kind == ActorKind.CITIZEN) != (self.case_id is not None):
            raise ValueError("A citizen acts on one case.")

    @classmethod
    def citizen(cls, case_id: int) -> Actor:
        """The holder of the receipt of the case with the key ``case_id``."""
        return cls(ActorKind.CITIZEN.value, case_id=case_id)

    @classmethod
    def of(cls, user: User | AnonymousUser) -> Actor:
        """The signed-in ``user``; TypeError for somebody who has not signed in."""
        if not isinstance(user, User) or user.pk is None:
            raise TypeError("Only a user known to the portal can act as a user.")
        return cls(ActorKind.USER.value, user=user)

    @property
    def user_id(self) -> int | None:
        return self.user.pk if self.user else None

    @property
    def label(self) -> str:
        """The name shown to people of the offices; what citizens read is worded elsewhere."""
        return str(self.user) if self.user else str(ActorKind(self.kind).label)

    @property
    def is_system(self) -> bool:
        return self.kind == ActorKind.SYSTEM

    @property
    def is_citizen(self) -> bool:
        return self.kind == ActorKind.CITIZEN

    @property
    def is_user(self) -> bool:
        return self.kind == ActorKind.USER


Actor.system = Actor(ActorKind.SYSTEM.value)
