"""What the demonstration's county is talking about comes out as its hot issues."""

from __future__ import annotations

from datetime import date

from feedback.hot import finding, heat
from liaison.demo.bursts import burst_of, bursts
from liaison.demo.dice import Dice
from liaison.demo.matters import matters

TODAY = date(2026, 6, 30)


def test_each_burst_is_one_issue():
    messages = []
    for burst in bursts():
        for number in range(15):
            body, title = burst.words(Dice(burst.number * 1000 + number))
            said = body.format(place=f"{burst.number}号村")
            messages.append(finding.Message(title, said, TODAY, marks=(f"{burst.number}:{number}",)))
    found = finding.issues(finding.compare(messages), TODAY, heat.USUAL)
    assert [
        sorted({one // 15 for one in issue.members}) for issue in sorted(found, key=lambda one: one.members)
    ] == [[place] for place in range(len(bursts()))]
    assert all(issue.counts.people >= 12 and issue.name for issue in found)


def test_a_burst_has_its_days_and_its_share():
    for burst in bursts():
        share = sum(burst_of(number, burst.last) == burst for number in range(2000)) / 2000
        assert 0 < share <= 1.5 / burst.every
        assert burst_of(burst.number, burst.first + 1) != burst
        assert burst.matter in matters()
