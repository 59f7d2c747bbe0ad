"""One life of all rows together: a handful of runs of the engine, and what each of them did to each row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from pulumi import ResourceOptions
from pulumi import automation as auto

from ecl_pulumi_images import Image
from ecl_pulumi_images.client import CreateOpts, ImageClient
from ecl_pulumi_images.client import Image as Record
from ecl_pulumi_images.lifecycle.props import property_value
from tests.engine.input_rows import DATA, TWO, Existing, File, Held, NewId, Project, Row, Url
from tests.engine.stack import Stack
from tests.engine.tenants import provider
from tests.support.between import Between
from tests.support.publisher import Publisher


class World:
    """The files, URLs, ids and accounts that the rows name."""

    def __init__(self, cloud: Any, folder: Path, web: Publisher, clients: Mapping[str, ImageClient]) -> None:
        self.cloud, self.web, self.clients = cloud, web, clients
        self._folder = folder
        self._ids: dict[str, str] = {}
        self._existing = clients["demo1"].create(CreateOpts(name="adopt")).id
        self._held = {}
        for name, content in DATA.items():
            (folder / name).write_bytes(content)
            self._held[name] = self._made(name, content)

    def _made(self, name: str, content: bytes) -> str:
        images = self.clients["demo1"]
        record = images.create(CreateOpts(name=name, disk_format="raw", container_format="bare"))
        images.upload(record.id, [content], size=len(content))
        return record.id

    def value(self, given: Any) -> Any:
        """What the program declares for a value in the table."""
        match given:
            case File(name):
                return str(self._folder / name)
            case Url(path):
                return self.web.url(path)
            case Project(account):
                return self.clients[account].project_id
            case Existing() | Held():
                return self._existing if isinstance(given, Existing) else self._held[given.name]
            case NewId(name):
                return self._ids.setdefault(name, str(uuid4()))
        return given

    def arguments(self, row: Row, value: Any) -> dict[str, Any]:
        """The row's arguments for `Image`."""
        return {name: self.value(held) for name, held in {**row.beside, row.input: value}.items()}

    def declared(self, row: Row, value: Any) -> Any:
        """What the output of the input must then be; None where there is none."""
        wish = self.value(value) if row.shown else None
        if isinstance(wish, dict):
            return {name: property_value(held) for name, held in wish.items()}
        return sorted(wish) if isinstance(wish, list) else wish

    def output(self, row: Row, run: Run) -> Any:
        """What the output of the input is."""
        found = run.resources[row.key]["outputs"].get(row.input)
        return sorted(found) if isinstance(found, list) else found

    def shows(self, row: Row, run: Run) -> Any:
        """What the service's record shows of the input; None where it tells nothing."""
        return row.look(run.records[row.key]) if row.look and self._tells(row) else None

    def held(self, row: Row, turn: int) -> Any:
        """What it must show before (0) and after (1) the change."""
        held = row.held or (row.before, row.after)
        return self.value(held[turn]) if row.look and self._tells(row) else None

    def _tells(self, row: Row) -> bool:
        return row.old or not self.cloud.state.ecl


@dataclass
class Run:
    """What a run of the engine did, by key of the row. said: the engine's words when it failed."""

    ops: dict[str, set[str]]
    shown: dict[str, set[str]]  # the properties that the engine showed as changed
    asked: dict[str, list[str]]  # of the image service
    resources: dict[str, dict[str, Any]]
    records: dict[str, Record]
    said: str = ""

    def id(self, row: Row) -> str:
        """The image's id when the run was over."""
        return str(self.resources[row.key]["id"])


class Story:
    """The runs in their order."""

    def __init__(self, world: World, stack: Stack, between: Between, rows: Sequence[Row]) -> None:
        self._world, self._stack, self._between, self._rows = world, stack, between, rows
        self.created = self._up(lambda row: row.before)
        world.web.files["release"] = TWO
        self.planned = self._run(stack.preview, self._program(lambda row: row.after))
        self.changed = self._up(lambda row: row.after)
        self.again = self._up(lambda row: row.after)
        self._drift()
        self.refreshed = self._run(stack.refresh)
        self.repaired = self._up(lambda row: row.after)
        self.ignored = self._up(lambda row: row.before, ignore=True)
        self.destroyed = self._run(stack.destroy)

    def _program(self, value: Callable[[Row], Any], ignore: bool = False) -> Callable[[], None]:
        def declare() -> None:
            admin = provider(self._world.cloud, "admin", endpoint_override=self._between.url)
            for row in self._rows:
                ignored = [row.input] if ignore else None
                given = admin if row.account == "admin" else None
                options = ResourceOptions(provider=given, ignore_changes=ignored)
                Image(row.key, options, **self._world.arguments(row, value(row)))

        return declare

    def _up(self, value: Callable[[Row], Any], ignore: bool = False) -> Run:
        return self._run(self._stack.up, self._program(value, ignore))

    def _drift(self) -> None:
        for row in self._rows:
            if callable(row.drift) and row.key in self.again.resources:
                row.drift(self._world.clients["admin"], self.again.resources[row.key]["id"])

    def _run(self, act: Callable[..., Any], *program: Callable[[], None]) -> Run:
        events: list[Any] = []
        before, seen, said = self._stack.resources(), len(self._between.calls), ""
        try:
            act(*program, on_event=events.append)
        except auto.CommandError as error:
            said = str(error)
        after = self._stack.resources()
        return Run(*_steps(events), self._asked(seen, before, after), after, self._records(after), said)

    def _records(self, resources: Mapping[str, Mapping[str, Any]]) -> dict[str, Record]:
        return {key: self._world.clients["admin"].get(one["id"]) for key, one in resources.items()}

    def _asked(self, seen: int, *states: Mapping[str, Mapping[str, Any]]) -> dict[str, list[str]]:
        """Method and path below /v2/images of the requests about each row's image, old and new."""
        keys = {one["id"]: key for state in states for key, one in state.items()}
        found: dict[str, list[str]] = {row.key: [] for row in self._rows}
        for call in self._between.calls[seen:]:
            path = call.path.removeprefix("/v2/images").lstrip("/")
            image_id = path.partition("/")[0] or call.json["id"]
            if image_id in keys:
                found[keys[image_id]].append(f"{call.method} {path.replace(image_id, 'ID')}".strip())
        return found


def _steps(events: Sequence[Any]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """The operations on each resource, and the properties that they showed as changed."""
    ops: dict[str, set[str]] = {}
    shown: dict[str, set[str]] = {}
    for event in events:
        told = event.resource_pre_event or event.res_outputs_event
        if told is None:
            continue
        step = told.metadata
        key = step.urn.rpartition("::")[2]
        ops.setdefault(key, set()).add(step.op.value)
        shown.setdefault(key, set()).update(step.diffs or ())
    return ops, shown
