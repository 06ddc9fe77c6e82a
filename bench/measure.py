"""Measuring: one client on a kept connection, and the CPU that server and database spend on it."""

from __future__ import annotations

import http.client
import json
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

from django.db import connection

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
BLOCK = 20  # requests in a row, before it is the other's turn


def cpu_of(pids: Iterable[int]) -> float:
    """CPU seconds that the threads of these processes have used, to the nanosecond (schedstat)."""
    used = 0
    for pid in pids:
        for thread in Path(f"/proc/{pid}/task").glob("*"):
            try:
                used += int((thread / "schedstat").read_text().split()[0])
            except (FileNotFoundError, ProcessLookupError):
                continue
    return used / 1e9


def backends() -> list[int]:
    """Processes of the database server that work for others on this database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return [row[0] for row in cursor.fetchall()]


@dataclass(frozen=True)
class Answer:
    """An answer that was read to its end."""

    status: int
    headers: http.client.HTTPMessage
    text: str


class Visitor:
    """A browser as far as a server can tell: a kept connection and cookies."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies = dict(cookies or {})

    def send(
        self, method: str, path: str, form: dict[str, Any] | None = None, *, kind: str = FORM, **headers: str
    ) -> Answer:
        given = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), **headers}
        body = None
        if form is not None:
            given["Content-Type"] = kind
            body = json.dumps(form) if kind == JSON else urlencode(form)
        for attempt in (1, 2):
            try:
                self.connection.request(method, path, body.encode() if body is not None else None, given)
                answer = self.connection.getresponse()
                break
            except (http.client.RemoteDisconnected, ConnectionError):
                self.connection.close()  # the server ends a connection that has rested for two seconds
                if attempt == 2:
                    raise
        text = answer.read().decode()
        self._keep(answer.headers.get_all("Set-Cookie") or [])
        return Answer(answer.status, answer.headers, text)

    def _keep(self, cookies: Iterable[str]) -> None:
        for cookie in cookies:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value


@dataclass
class Subject:
    """Something to ask for: ``ask(n)`` does it for the n-th time and returns the answer."""

    name: str
    ask: Callable[..., Answer]
    status: int = 200


class Unexpected(Exception):
    """An answer with another status than the subject's."""


@dataclass
class Cost:
    """What one request took on average of each block: wall time and CPU in milliseconds."""

    wall: list[float] = field(default_factory=list)
    web: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)
    queries: int = 0

    @property
    def cpu(self) -> float:
        return median(web + database for web, database in zip(self.web, self.database, strict=True))

    def row(self) -> dict[str, float]:
        return {
            "wall": median(self.wall),
            "least": min(self.wall),
            "cpu": self.cpu,
            "web": median(self.web),
            "database": median(self.database),
        }


@dataclass
class Meter:
    """Asks by turns in blocks, so that what the machine does beside falls on both alike."""

    web: Callable[[], list[int]]
    count: int = 0

    def compare(self, subjects: list[Subject], *, rounds: int = 8, block: int = BLOCK) -> list[Cost]:
        costs = [Cost() for _ in subjects]
        for subject, cost in zip(subjects, costs, strict=True):
            cost.queries = self._queries(subject)
            self._block(subject, block, Cost())  # warm
        for _round in range(rounds):
            for subject, cost in zip(subjects, costs, strict=True):
                self._block(subject, block, cost)
        return costs

    def _queries(self, subject: Subject) -> int:
        """Statements of one request once everything is warm; every thread of the server warms by itself."""
        counts = []
        for _ in range(12):
            answer = self._ask(subject, **{"X-Count-Queries": "1"})
            counts.append(int(answer.headers["X-Queries"]))
        return min(counts)

    def _block(self, subject: Subject, size: int, cost: Cost) -> None:
        web, database = self.web(), backends()
        before = cpu_of(web), cpu_of(database), time.perf_counter()
        for _ in range(size):
            self._ask(subject)
        wall = time.perf_counter() - before[2]
        time.sleep(0.01)  # what a thread does after the answer has gone out
        cost.wall.append(wall / size * 1000)
        cost.web.append((cpu_of(web) - before[0]) / size * 1000)
        cost.database.append((cpu_of(database) - before[1]) / size * 1000)

    def _ask(self, subject: Subject, **headers: str) -> Answer:
        self.count += 1
        answer = subject.ask(self.count, **headers)
        if answer.status != subject.status:
            raise Unexpected(f"{subject.name}: status {answer.status}: {answer.text[:300]}")
        return answer


def children_of(pid: int) -> list[int]:
    """The worker processes of a server."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[1]) == pid:
            found.append(int(stat.parent.name))
    return found


def machine() -> str:
    """Processor and load, for the head of the report."""
    model = next(
        (
            line.split(":")[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        "unknown processor",
    )
    return f"{os.cpu_count()} cores, {model}, load {os.getloadavg()[0]:.1f}"
