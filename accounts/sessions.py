"""Sessions in the database, as Django keeps them, found by a statement that is written once."""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.statements import Kept

_running = Kept(lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now))


class SessionStore(db.SessionStore):
    """To be named in SESSION_ENGINE, by the name of its module."""

    def _get_session_from_db(self) -> Session | None:
        found = _running.one(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found
