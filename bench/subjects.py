"""What is asked for: each page and form of the portal, and the yardstick it is measured with."""

from __future__ import annotations

import re
from uuid import uuid4

from altcha import Challenge, Payload, solve_challenge

from bench.county import County, session_of, texts
from bench.measure import JSON, Answer, Subject, Visitor
from casework.models import Case
from feedback import proof
from feedback.forms.public import new_key

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_OLDER = re.compile(r'href="(\?[^"]*\bafter=[^"]+)"')


def bare(port: int, county: County, number: str) -> dict[str, Subject]:
    """The yardsticks: insert, list, row."""
    visitor = Visitor(port)
    said = texts()
    listed = f"/bench/list/?congress={county.congress.pk}"

    def insert(n: int, **headers: str) -> Answer:
        form = {"body": said[n % len(said)][1], "place": "石桥村"}
        return visitor.send("POST", "/bench/insert/", form, **headers)

    return {
        "insert": Subject("bare insert", insert, 302),
        "list": Subject("bare list of 25", lambda n, **h: visitor.send("GET", listed, **h)),
        "row": Subject("bare row", lambda n, **h: visitor.send("GET", f"/bench/row/{number}/", **h)),
    }


# --- Accepting an opinion ---------------------------------------------------------------------------------
def _solved() -> str:
    """A riddle of the portal, solved as the page's script does it."""
    challenge = Challenge.from_dict(proof.challenge())
    solution = solve_challenge(challenge)
    assert solution is not None
    return Payload(challenge, solution).to_base64()


class Form:
    """The public form: the page is fetched once, its token kept; each opinion has a key and a riddle of its own."""

    def __init__(self, port: int, county: County, *, seen: bool, solved: list[str]) -> None:
        self.port = port
        self.county = county
        self.seen = seen
        self.solved = solved
        self.said = texts()
        page = Visitor(port)
        answer = page.send("GET", "/write/")
        found = _TOKEN.search(answer.text)
        assert found is not None, answer.text[:500]
        self.token, self.cookies = found[1], page.cookies
        self.visitor = Visitor(port, self.cookies)

    def __call__(self, n: int, **headers: str) -> Answer:
        self.visitor.cookies = dict(self.cookies)  # another citizen each time, without the last one's receipt
        form = {
            "csrfmiddlewaretoken": self.token,
            "key": new_key(),
            "altcha": self.solved.pop() if self.solved else "",
            "body": f"{self.said[n % len(self.said)][1]}({n})",
            "division": "",
            "place": "石桥村北头",
            "happened": "每天夜里",
            "station": str(self.county.stations[n % 40].pk),
            "name": "王秀兰",
            "phone": "13900000000",
            "email": "",
            "address": "",
            "confidential": "no",
            "agree": "on",
            "website": "",
            **({"sure": "1"} if self.seen else {}),
        }
        return self.visitor.send("POST", "/write/", form, **headers)


def api(port: int, county: County) -> Subject:
    visitor = Visitor(port)
    said = texts()

    def send(n: int, **headers: str) -> Answer:
        form = {
            "key": str(uuid4()),
            "body": f"{said[n % len(said)][1]}({n})",
            "place": "石桥村北头",
            "station": county.stations[n % 40].code,
            "name": "王秀兰",
            "phone": "13900000000",
            "agree": True,
        }
        return visitor.send("POST", "/api/opinions/", form, kind=JSON, **headers)

    return Subject("accept an opinion, API", send, 201)


def accepting(port: int, county: County, riddles: int) -> list[Subject]:
    form = Form(port, county, seen=True, solved=[_solved() for _ in range(riddles)])
    return [Subject("accept an opinion, form", form, 302), api(port, county)]


def unseen(port: int, county: County) -> Subject:
    """The same form from a browser without scripts: the portal itself looks for what is alike, and shows it."""
    form = Form(port, county, seen=False, solved=[])

    def send(n: int, **headers: str) -> Answer:
        return form(n, **headers)

    return Subject("similar ones shown in between", send)


# --- Pages ------------------------------------------------------------------------------------------------
def page(visitor: Visitor, name: str, path: str) -> Subject:
    return Subject(name, lambda n, **headers: visitor.send("GET", path, **headers))


def desks(port: int, county: County) -> dict[str, Visitor]:
    """The three who sign in."""
    people = {"officer": county.officer, "deputy": county.deputy, "handler": county.handler}
    return {role: Visitor(port, {"sessionid": session_of(user)}) for role, user in people.items()}


def hundredth(visitor: Visitor, path: str, *, pages: int = 99) -> str:
    """The address of the hundredth page, found as a reader does: page by page."""
    bare_path = path.split("?")[0]
    for _ in range(pages):
        answer = visitor.send("GET", path)
        found = _OLDER.search(answer.text)
        assert found is not None, f"{path} has no next page"
        path = bare_path + found[1].replace("&amp;", "&")
    return path


def numbers() -> dict[str, str]:
    """Tracking numbers of a case as the officer, the deputy and the handler open it."""
    first = Case.objects.order_by("pk")
    return {
        "officer": first.filter(status="handling").values_list("number", flat=True)[0],
        "deputy": first.filter(status="with_deputy").values_list("number", flat=True)[0],
        "handler": first.filter(status="handling").values_list("number", flat=True)[0],
    }


def lists(desk: dict[str, Visitor]) -> list[tuple[str, Visitor, str]]:
    return [
        ("office queue", desk["officer"], "/desk/"),
        ("deputy inbox", desk["deputy"], "/deputy/?tab=waiting"),
        ("organ list", desk["handler"], "/organ/?tab=work"),
    ]
