"""Systems of organs, as a program of theirs speaks with the portal."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from feedback.organ_api import tokens

if TYPE_CHECKING:
    from deputies.models import Organ
    from feedback.models import OrganToken
    from tests.factories import County

EVERYTHING = ("read", "act", "answer", "release")


class System:
    """One system of an organ with its key. ``get`` and ``post`` are its requests."""

    def __init__(self, county: County, organ: Organ, *scopes: str, language: str = "en", **more: Any) -> None:
        given: dict[str, Any] = {
            "name": f"{organ.name}办公系统",
            "scopes": scopes or EVERYTHING,
            "expires_on": timezone.localdate() + timedelta(days=90),
            "per_minute": 600,
            "by": county.operator,
        }
        made = tokens.make(organ, **{**given, **more})
        self.token: OrganToken = made[0]
        self.words: str = made[1]
        self.headers = {"authorization": f"Bearer {self.words}", "accept-language": language}
        self.client = Client()

    @property
    def account(self) -> Any:
        return self.token.account

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/organ/{path}", query, headers=self.headers)

    def post(self, path: str, *, key: str = "", match: str = "", **body: Any) -> Any:
        more = {"idempotency-key": key or str(uuid4())} | ({"if-match": match} if match else {})
        return self.client.post(
            f"/api/organ/{path}", body, content_type="application/json", headers=self.headers | more
        )

    def send(self, path: str, *, key: str = "", **form: Any) -> Any:
        """As multipart/form-data: with files."""
        return self.client.post(
            f"/api/organ/{path}", form, headers=self.headers | {"idempotency-key": key or str(uuid4())}
        )
