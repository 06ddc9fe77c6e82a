"""The cache shares its Redis database with the broker: clearing one must leave the other alone."""

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache

from liaison.cache import RedisCache

pytestmark = [
    pytest.mark.broker,
    pytest.mark.skipif(settings.EMBEDDED, reason="needs the Redis server of REDIS_URL"),
]


def cache_with(prefix: str) -> BaseCache:
    return RedisCache(settings.REDIS_URL, {"KEY_PREFIX": prefix})


def test_clearing_deletes_every_key_of_this_cache_and_no_other() -> None:
    # As patterns [ab]* and a* would match the neighbour's keys.
    for ours, neighbours in (("[ab]*", "a"), ("tests", "tests-neighbour"), ("a-?", "a-b")):
        own, other = cache_with(ours), cache_with(neighbours)
        for number in range(1200):
            own.set(f"key-{number}", number, 60)
        other.set("key", "kept", 60)
        queue = caches["default"]._cache.get_client(write=True)  # type: ignore[attr-defined]
        queue.lpush("a-queue-of-the-tests", "a message")
        try:
            own.clear()
            assert own.get_many([f"key-{number}" for number in range(1200)]) == {}
            assert other.get("key") == "kept"
            assert queue.llen("a-queue-of-the-tests") == 1
        finally:
            queue.delete("a-queue-of-the-tests")
            other.clear()


def test_counting_up_is_forgotten_with_its_window_and_shared_by_all() -> None:
    one, other = cache_with("tests"), cache_with("tests")
    try:
        assert [cache.count_up("count", 60) for cache in (one, other, one)] == [1, 2, 3]  # type: ignore[attr-defined]
        assert 0 < one._cache.get_client(write=True).ttl(one.make_key("count")) <= 60  # type: ignore[attr-defined]
    finally:
        one.clear()
