"""Prints the figures of docs/invitation-review.md: a row a rule, for both sets."""

import sys
from collections.abc import Iterator

from tests.announcements.scoring import HERE, Score, errors, precision, recall, scored


def rows(score: Score) -> Iterator[str]:
    """Yield a row a rule and the sums."""
    yield "| Rule | Right | Wrong | Missed | Silent, rightly |"
    yield "|---|---|---|---|---|"
    for rule in sorted(score.rules):
        one = score.rules[rule]
        yield f"| {rule} | {one['right']} | {one['wrong']} | {one['missed']} | {one['silent']} |"
    grave = errors()
    for name, rules in (("fel", grave), ("the rest", set(score.rules) - grave)):
        one = score.of(rules)
        shares = f"precision {precision(one):.3f}, recall {recall(one):.3f}"
        yield f"\n{name}: {shares} ({one.total()} judgements)"
    for what in ("kinds", "dates", "times", "last days"):
        yield f"{what}: {score.counts[what]} of {score.counts[f'{what} labelled']}"
    yield f"dates too many: {score.counts['dates too many']}"


if __name__ == "__main__":
    for folder in sys.argv[1:] or ("worked", "unseen"):
        sys.stdout.write(f"\n## {folder}\n\n")
        sys.stdout.write("\n".join(rows(scored(HERE / folder))) + "\n")
