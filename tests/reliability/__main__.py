"""`make soak`: plays all cells of the matrix, writes docs/reliability.md. SAMPLE=n: n of each story, and all kills."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from ecl_pulumi_images.localcloud import LocalCloud
from tests.reliability.cell import Cell, Outcome, cells, played, requests
from tests.reliability.report import Row, written
from tests.reliability.stories import STORIES, World
from tests.support.between import Between
from tests.support.callers import through

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"


def main() -> int:
    """Exit status: 0 when no cell is bad."""
    started, sample = time.monotonic(), int(os.environ.get("SAMPLE") or 0)
    rows: list[Row] = []
    with LocalCloud() as cloud, Between(cloud.image_url) as between, tempfile.TemporaryDirectory() as folder:
        owner, member = (through(cloud, who, between.url) for who in ("demo1", "demo2"))
        direct = through(cloud, "demo1", cloud.image_url)
        for story in STORIES:
            world = World(owner, member, direct, Path(folder))
            asked = requests(between, world, story)
            chosen = every = list(cells(between, world, story))
            if sample:
                some = Random(story).sample(chosen, min(sample, len(chosen)))  # noqa: S311  the same in every run
                chosen = some + [cell for cell in chosen if cell.fault.killed and cell not in some]
            outcomes = [_one(cell, between, World(owner, member, direct, Path(folder))) for cell in chosen]
            row = Row(story, asked, len(every), outcomes)
            rows.append(row)
            print(row.line, flush=True)  # noqa: T201
            for cell, outcome in row.bad:
                print(f"  BAD {cell} | {outcome.said}", flush=True)  # noqa: T201
    PAGE.write_text(written(rows))
    print(f"{sum(len(row.outcomes) for row in rows)} cells in {time.monotonic() - started:.0f} s")  # noqa: T201
    return int(any(row.bad for row in rows))


def _one(cell: Cell, between: Between, world: World) -> tuple[Cell, Outcome]:
    outcome = played(cell, between, world)
    between.calls.clear()
    return cell, outcome


if __name__ == "__main__":
    sys.exit(main())
