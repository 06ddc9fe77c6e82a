"""Django's cache on Redis with two differences: its client is kept, and clearing it leaves the rest of Redis alone."""

import re
from typing import Any

from django.core.cache.backends import redis

_GLOB = re.compile(r"[][*?^\\-]")  # what SCAN would read as a pattern


class KeptClient(redis.RedisCacheClient):
    """Django makes a new client for every command, which takes longer than the command itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept: dict[int, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        index = self._get_connection_pool_index(write)  # type: ignore[attr-defined]
        if index not in self._kept:
            self._kept[index] = super().get_client(key, write=write)
        return self._kept[index]


class RedisCache(redis.RedisCache):
    """To be named in CACHES; a client is safe to share, its connections come from a pool."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._class = KeptClient

    def count_up(self, key: str, seconds: int) -> int:
        """One more under ``key``, which is forgotten ``seconds`` after the first: one trip where Django takes two."""
        name = self.make_and_validate_key(key)
        client = self._cache.get_client(name, write=True)  # type: ignore[attr-defined]
        counted = int(client.incr(name))
        if counted == 1:
            client.expire(name, seconds)
        return counted

    def clear(self) -> None:
        """Delete this cache's own keys; Django would empty the Redis database, and the broker's queue with it."""
        client = self._cache.get_client(write=True)  # type: ignore[attr-defined]
        ours = _GLOB.sub(r"\\\g<0>", f"{self.key_prefix}:") + "*"
        for key in client.scan_iter(match=ours, count=500):
            client.unlink(key)
