"""Holds the review against labels: per rule right and wrong, kinds, dates, times and last days.

Labels are those of a reader: `fires`, `ok`, `na` (cannot apply) and `unsure`; the last two do not
count. A day is compared without its year.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from samrad.invitations.rules.review.model import Day, Meeting, Review, Severity
from samrad.invitations.rules.review.review import review
from samrad.method import library

HERE: Final = Path(__file__).parent
OUTCOMES: Final = {
    ("fires", True): "right",
    ("fires", False): "missed",
    ("ok", True): "wrong",
    ("ok", False): "silent",
}


@dataclass
class Score:
    """What came out: a counter a rule, and how many days, times and last days were read."""

    rules: dict[str, Counter[str]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def of(self, rules: set[str]) -> Counter[str]:
        """Return the rules' outcomes added up."""
        return sum((self.rules.get(rule, Counter()) for rule in rules), Counter())

    def share(self, what: str) -> float:
        """Return how many of the labelled were read, from 0 to 1."""
        return self.counts[what] / max(1, self.counts[f"{what} labelled"])


def precision(counted: Counter[str]) -> float:
    """Return how many of the findings are right, from 0 to 1."""
    return counted["right"] / max(1, counted["right"] + counted["wrong"])


def recall(counted: Counter[str]) -> float:
    """Return how many of the faults are found, from 0 to 1."""
    return counted["right"] / max(1, counted["right"] + counted["missed"])


def errors() -> set[str]:
    """Return the rules that are errors."""
    rules = library.review_rules().head.rules
    return {rule.code for rule in rules if Severity(rule.severity) is Severity.ERROR}


def labelled(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every text of a folder, its first line (the source) left out, with its labels."""
    for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        yield (folder / label["file"]).read_text(encoding="utf-8").split("\n", 1)[1], label


def scored(folder: Path) -> Score:
    """Review every text of a folder and hold it against its labels."""
    score = Score()
    for text, label in labelled(folder):
        found = review(text)
        _count_rules(score, found, label["rules"])
        _count_days(score, found, label)
        score.counts["kinds labelled"] += 1
        score.counts["kinds"] += bool(set(found.kinds) & set(label["kinds"]))
    return score


def _count_rules(score: Score, found: Review, truths: dict[str, str]) -> None:
    fired = {finding.rule for finding in found.findings}
    for rule, truth in truths.items():
        if outcome := OUTCOMES.get((truth, rule in fired)):
            score.rules.setdefault(rule, Counter())[outcome] += 1


def _count_days(score: Score, found: Review, label: dict[str, Any]) -> None:
    read = {_told(meeting) for meeting in found.meetings}
    for meeting in label["meetings"]:
        if not meeting["date"]:
            continue
        told = (meeting["date"][-5:], meeting["start"], meeting["end"])
        score.counts["dates labelled"] += 1
        score.counts["dates"] += any(day == told[0] for day, _start, _end in read)
        score.counts["times labelled"] += 1
        score.counts["times"] += told in read
    days = {meeting["date"][-5:] for meeting in label["meetings"] if meeting["date"]}
    score.counts["dates too many"] += len({day for day, _start, _end in read} - days)
    for name in ("reply_by", "rsvp_by"):
        if label[name]:
            score.counts["last days labelled"] += 1
            score.counts["last days"] += _month_and_day(getattr(found, name)) == label[name][-5:]


def _told(meeting: Meeting) -> tuple[str | None, str | None, str | None]:
    clock = [each and f"{each:%H:%M}" for each in (meeting.start, meeting.end)]
    return (_month_and_day(meeting.day), *clock)  # type: ignore[return-value]  # two of them


def _month_and_day(day: Day | None) -> str | None:
    return str(day)[-5:] if day else None
