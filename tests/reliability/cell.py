"""One cell: one story, in which one fault begins at one request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ecl_pulumi_images.acts.kind import ActFailed
from tests.reliability.faults import FAULTS, KILLED, At, Fault
from tests.reliability.stories import World, told
from tests.support.between import Between


@dataclass(frozen=True)
class Cell:
    """request: at which request of the act the fault begins, from 0."""

    story: str
    request: int
    fault: Fault

    def __str__(self) -> str:
        return f"{self.story}, request {self.request + 1}: {self.fault}"


@dataclass(frozen=True)
class Outcome:
    """What became of a cell.

    kind: `absorbed`: nobody noticed; `converged`: it failed, and the next run made it good; `named`: the process was
    killed, and the next run names the complete image that it has left; `bad`: none of these.
    said: the error's line; with `bad`, what is wrong. requests: of the act, the lies among them.
    """

    kind: str
    said: str
    requests: int


def cells(between: Between, world: World, story: str) -> Iterator[Cell]:
    """The cells of a story: every fault at every request that it makes when nothing goes wrong."""
    for number, request in enumerate(requests(between, world, story)):
        yield from (Cell(story, number, fault) for fault in FAULTS if not _believed(request, fault))
        yield from (Cell(story, number, fault) for fault in KILLED)


def requests(between: Between, world: World, story: str) -> list[str]:
    """What the act of a story asks when nothing goes wrong."""
    between.meddle = lambda _: None
    with told(story, world) as scene:
        before = len(between.calls)
        scene.act()
        return between.asked()[before:]


def _believed(request: str, fault: Fault) -> bool:
    """What the service itself says is believed: "deleted" at once, "not found" when it says so twice."""
    if fault.lie == "204" and (request.startswith("DELETE") or not (fault.acts or fault.span == "once")):
        return True  # a DELETE follows where a creation fails
    return fault.lie == "404 of the service" and fault.span != "once"


def played(cell: Cell, between: Between, world: World) -> Outcome:
    """Play a cell."""
    between.meddle = lambda _: None
    with told(cell.story, world) as scene:
        before = len(between.calls)
        At(between, cell.fault, cell.request)
        said, scene.resource.killed = "", cell.fault.killed
        try:
            scene.act()
        except ActFailed as error:
            said = str(error)
        except Exception as error:  # noqa: BLE001  what no act may raise
            return Outcome("bad", f"{type(error).__name__}: {error}", len(between.calls) - before)
        finally:
            between.meddle = lambda _: None
            scene.resource.killed = False
        asked = len(between.calls) - before
        if "\n" in said:
            return Outcome("bad", f"more than one line: {said}", asked)
        try:
            if said or cell.story.startswith("read"):
                scene.again()
        except ActFailed as error:
            named = cell.fault.killed and "takes it over" in str(error)
            return Outcome("named" if named else "bad", f"{said or 'absorbed'}; AGAIN: {error}", asked)
        wrong = scene.wrong()
        if wrong:
            return Outcome("bad", f"{said or 'absorbed'}; WRONG: {wrong}", asked)
        return Outcome("converged" if said else "absorbed", said, asked)
