"""docs/reliability.md, from the outcomes of a run. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from tests.reliability.cell import Cell, Outcome
from tests.reliability.faults import LIES

KINDS = ("absorbed", "converged", "named", "bad")

HEAD = """\
# What faults do

`make soak` writes this page; `make soak SAMPLE=60` from 60 cells of each act and all kills. A proxy in front of the
real Glance gives a lie in the place of an answer: once, four times in a row, or until the act is over; the service
carries the request out all the same, or is not asked. It begins at each request of each act. Or the process is killed
there: nothing more comes out of it, and nothing is recorded. Then the act is done again, without faults, as the next
`pulumi up` or `destroy` does.

- **absorbed**: nobody noticed; all is as it should be.
- **converged**: the act failed, with one line, and the next run made everything good without a person.
- **named**: the process was killed when its image was complete; the next run makes no second one, and says what to do.
- **bad**: anything else: an image or a share that is lost, doubled or left over, wrong data, a traceback.

What cannot be told from the truth is left out: a 204 to a DELETE, and "not found" in the service's own form, twice; and
who answers 401, or refuses in the service's own form, has not carried the request out.
"""


@dataclass(frozen=True)
class Row:
    """One act: what it asks when nothing goes wrong, how many cells it has, and those that were played."""

    story: str
    asked: list[str]
    cells: int
    outcomes: list[tuple[Cell, Outcome]]

    @property
    def bad(self) -> list[tuple[Cell, Outcome]]:
        return [(cell, outcome) for cell, outcome in self.outcomes if outcome.kind == "bad"]

    @property
    def line(self) -> str:
        """A row of the table of acts."""
        most = max(outcome.requests for _, outcome in self.outcomes)
        counted = " | ".join(str(count) for count in _counted(self.outcomes))
        return f"| {self.story} | {len(self.asked)} | {most} | {counted} |"


def written(rows: list[Row]) -> str:
    """Return the page."""
    acts = [
        "## By act",
        "",
        "Requests: of the act when nothing goes wrong, and at most.",
        "",
        "| act | requests | at most | absorbed | converged | named | bad |",
        "|---|---|---|---|---|---|---|",
        *(row.line for row in rows),
    ]
    every = [one for row in rows for one in row.outcomes]
    faults = [
        "## By fault",
        "",
        "| in the place of the answer | absorbed | converged | named | bad |",
        "|---|---|---|---|---|",
    ]
    for lie in LIES:
        met = [one for one in every if one[0].fault.lie == lie and not one[0].fault.killed]
        faults.append(f"| {lie} | {' | '.join(str(count) for count in _counted(met))} |")
    killed = [one for one in every if one[0].fault.killed]
    faults.append(f"| nothing: killed | {' | '.join(str(count) for count in _counted(killed))} |")
    counted = ", ".join(f"{count} {kind}" for count, kind in zip(_counted(every), KINDS, strict=True))
    total = f"Played: {len(every)} of {sum(row.cells for row in rows)} cells, the same in every run. {counted}."
    return "\n".join([HEAD, total, "", *acts, "", *faults, ""])


def _counted(outcomes: list[tuple[Cell, Outcome]]) -> list[int]:
    kinds = Counter(outcome.kind for _, outcome in outcomes)
    return [kinds[kind] for kind in KINDS]
