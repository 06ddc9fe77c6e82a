"""`make bench`: measure, print, and never fail: a benchmark tells, it does not judge."""

from __future__ import annotations

import logging
import os
import platform
import re
import sys
import time
from typing import Any
from urllib.parse import quote

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")

import django

django.setup()

from django.db import connection  # noqa: E402

from bench import annual, feed, measure, routing, server, subjects  # noqa: E402
from bench import county as made  # noqa: E402
from bench.measure import Cost, Meter, Subject, Unexpected, Visitor  # noqa: E402
from bench.report import Report  # noqa: E402

SMALL = 10_000
SIZE = int(os.environ.get("SIZE", "1000000"))
PORT = int(os.environ.get("BENCH_PORT", "8931"))
USE = os.environ.get("USE") == "1"  # the database that an earlier run has kept, of SIZE cases
KEEP = USE or os.environ.get("KEEP") == "1"
ROUTED = int(os.environ.get("ROUTED", "10000" if SIZE > 100_000 else "1000"))
ROUNDS = int(os.environ.get("ROUNDS", "8"))
ONLY = os.environ.get("ONLY", "accept,pages,search,routing,weight,large,annual,feed").split(",")
ASKED = int(os.environ.get("ASKED", "15"))  # times that each search page is asked for
MOST_QUERIES = 12
BIG = SIZE > SMALL and bool({"large", "annual", "search"} & set(ONLY))
MOST_WEIGHT = 60_000  # bytes
LEAST_ROUTED = 250  # a second
RARE, COMMON = "萤火", "噪声"  # in one text of a thousand; in one of ten
BESIDE, PHRASE = "附近", "睡不好"  # in every text; in those of the common word

_LINKED = re.compile(r'(?:<link rel="stylesheet" href|<script src)="([^"]+)"')


class Run:
    """One run from an empty database to the table."""

    def __init__(self) -> None:
        self.report = Report()
        if not USE:
            made.give_defaults()
        self.county = made.known() if USE else made.make_people()
        self.meter = Meter(lambda: [])

    def fill(self, first: int, last: int) -> None:
        began = time.monotonic()
        made.make_cases(self.county, first, last)
        self.report.note(f"{last - first + 1:,} cases made in {time.monotonic() - began:.0f} s")

    def against(self, yardstick: Subject, subject: Subject, goal: float | None, rounds: int = ROUNDS) -> None:
        """Print one line: the subject, its cost, and how many times the yardstick that is."""
        try:
            bare, cost = self.meter.compare([yardstick, subject], rounds=rounds)
        except Unexpected as answer:
            self.report.failed(subject.name, str(answer))
            return
        self.report.ratio(subject.name, cost, yardstick.name, bare, goal, MOST_QUERIES)

    # --- Parts ------------------------------------------------------------------------------------------
    def accept(self) -> None:
        self.report.head("Accepting an opinion")
        yardstick = self.bare["insert"]
        for subject in subjects.accepting(PORT, self.county, (ROUNDS + 1) * measure.BLOCK + 12):
            self.against(yardstick, subject, 2.5)
        self.against(yardstick, subjects.unseen(PORT, self.county), None)
        visitor = Visitor(PORT)
        self.against(self.bare["row"], subjects.page(visitor, "the form itself (GET)", "/write/"), None)

    def pages(self) -> None:
        self.report.head(f"Pages at {SMALL:,} cases")
        for name, visitor, path in subjects.lists(self.desk):
            self.against(self.bare["list"], subjects.page(visitor, name, path), 2.0)
        for role, number in subjects.numbers().items():
            page = subjects.page(self.desk[role], f"case page, {role}", f"/cases/{number}/")
            self.against(self.bare["row"], page, 5.0)

    def depth(self, size: int) -> dict[str, Cost]:
        """First and hundredth page of each list."""
        self.report.head(f"First and hundredth page at {size:,} cases")
        found = {}
        for name, visitor, path in subjects.lists(self.desk):
            deep = subjects.hundredth(visitor, path)
            pair = [
                subjects.page(visitor, f"{name}, page 1", path),
                subjects.page(visitor, f"{name}, page 100", deep),
            ]
            for subject, cost in zip(pair, self.meter.compare(pair, rounds=max(2, ROUNDS // 2)), strict=True):
                self.report.cost(subject.name, cost)
                found[subject.name] = cost
        return found

    def search(self, size: int) -> None:
        """Each page some times, one request at a time: the least of the wall times is that of an idle moment."""
        self.report.head(f"Searching {size:,} cases")
        asked = {"a rare word": RARE, "a common word": COMMON, "two words": f"{COMMON} {BESIDE}"}
        asked |= {"a phrase": f"“{PHRASE}”", "one character": COMMON[-1]}
        paths = {f"queue, {label}": ("officer", f"/desk/?q={quote(words)}") for label, words in asked.items()}
        closed = f"/desk/?q={quote(COMMON)}&group=closed"
        paths |= {"queue, a common word, closed": ("officer", closed)}
        for role in self.desk:
            for label, words in asked.items():
                paths[f"search, {role}, {label}"] = (role, f"/search/?q={quote(words)}")
        filtered = f"/search/?q={quote(COMMON)}&state=closed&kind=opinion"
        paths["search, officer, filtered"] = ("officer", filtered)
        for label, words in asked.items():
            paths[f"search, public, {label}"] = ("", f"/published/?q={quote(words)}")
        paths["what is alike"] = ("officer", f"/desk/cases/{subjects.numbers()['officer']}/similar/")
        visitors = {**self.desk, "": Visitor(PORT)}
        for name, (role, path) in paths.items():
            self.alone(subjects.page(visitors[role], name, path))

    def alone(self, subject: Subject) -> None:
        """Print what one page costs, without the yardstick."""
        try:
            (cost,) = self.meter.compare([subject], rounds=ASKED, block=1)
        except Unexpected as answer:
            self.report.failed(subject.name, str(answer))
            return
        self.report.cost(subject.name, cost)

    def weight(self) -> None:
        self.report.head("Weight of public pages: own HTML, CSS and JS as sent and unpacked")
        visitor = Visitor(PORT)
        for path in ("/", "/write/", "/find/", "/track/", "/published/"):
            answer = visitor.send("GET", path)
            if answer.status != 200:
                self.report.note(f"{path}: status {answer.status}")
                continue
            sent, whole = self._size(visitor, answer.text)
            self.report.weight(path, sent, whole, MOST_WEIGHT)

    def _size(self, visitor: Visitor, html: str) -> tuple[int, int]:
        """Bytes of the page and what it links to: packed where the server packs, and unpacked."""
        sent = whole = len(html.encode())
        for url in set(_LINKED.findall(html)):
            whole += len(visitor.send("GET", url).text.encode())
            packed = Visitor(PORT)
            packed.connection.request("GET", url, headers={"Accept-Encoding": "gzip"})
            sent += len(packed.connection.getresponse().read())
        return sent, whole

    def routing(self) -> None:
        self.report.head(f"Routing {ROUTED:,} opinions through two worker processes")
        one = routing.measure(self.county, ROUTED, ("feedback.route",))
        self.report.routed("routing alone", one, LEAST_ROUTED, os.cpu_count() or 1)
        size = routing.learn(self.county)
        learned = routing.measure(self.county, ROUTED, ("feedback.route",))
        name = f"with a learned model of {size / 1e6:.1f} MB"
        self.report.routed(name, learned, LEAST_ROUTED, os.cpu_count() or 1)
        every = routing.measure(self.county, ROUTED)
        self.report.routed("with search index and notices", every, None, os.cpu_count() or 1)

    # --- All of it --------------------------------------------------------------------------------------
    def __call__(self) -> None:
        if USE:
            self.measure_large({})
            return
        self.fill(1, SMALL)
        with server.web(PORT) as master:
            self._serve(master)
            for part in ("accept", "pages"):
                if part in ONLY:
                    getattr(self, part)()
            small = self.depth(SMALL) if "large" in ONLY or "depth" in ONLY else {}
            if "search" in ONLY and not BIG:
                self.search(SMALL)
            if "weight" in ONLY:
                self.weight()
        if "routing" in ONLY:
            self.routing()
        if "feed" in ONLY:
            feed.measure(self.report)
        if BIG:
            self.large(small)

    def _serve(self, master: int) -> None:
        self.meter = Meter(lambda: measure.children_of(master))
        self.desk = subjects.desks(PORT, self.county)
        self.bare = subjects.bare(PORT, self.county, subjects.numbers()["officer"])

    def large(self, small: dict[str, Cost]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT max(id) FROM casework_case")
            first = int(cursor.fetchone()[0]) + 1
        self.fill(first, first + SIZE - SMALL - 1)
        self.measure_large(small)

    def measure_large(self, small: dict[str, Cost]) -> None:
        with server.web(PORT) as master:
            self._serve(master)
            if "annual" in ONLY:
                annual.measure(self.report, self.county, self._against_a_list)
            if "large" in ONLY:
                self._pages_of_many(small)
            if "search" in ONLY:
                self.search(SIZE)

    def _pages_of_many(self, small: dict[str, Cost]) -> None:
        large = self.depth(SIZE)
        if small:
            self.report.head(f"The same pages, {SIZE:,} cases against {SMALL:,}")
            for name, cost in large.items():
                self.report.growth(name, small[name], cost, 1.5)
        for role, number in subjects.numbers().items():
            page = subjects.page(self.desk[role], f"case page, {role}", f"/cases/{number}/")
            self.against(self.bare["row"], page, 5.0, rounds=max(2, ROUNDS // 2))

    def _against_a_list(self, name: str, path: str) -> None:
        page = subjects.page(self.desk["officer"], name, path)
        self.against(self.bare["list"], page, None, rounds=max(2, ROUNDS // 2))


def _versions() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        database = cursor.fetchone()[0]
    return f"Python {platform.python_version()}, Django {django.get_version()}, PostgreSQL {database}"


def main() -> Any:
    logging.disable(logging.INFO)  # here alone: server and workers log as they always do
    with server.only_one():
        _measure()


def _measure() -> None:
    server.forget_queue()
    server.prepare_files()
    if not USE:
        server.make_database()
    try:
        run = Run()
        run.report.note(f"{measure.machine()}; {_versions()}")
        run()
        run.report.summary()
    finally:
        server.forget_queue()
        if not KEEP:
            server.drop_database()


if __name__ == "__main__":
    sys.exit(main())
