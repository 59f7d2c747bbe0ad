"""What Pulumi's engine does with one resource, on the acts alone: no CLI, no plugin, and so a thousand runs a minute.

A failed creation that left something is recorded and read again before the next plan; a failed update keeps the old
inputs; a replacement makes before it deletes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from ecl_pulumi_images.acts import identities, shares, takeover
from ecl_pulumi_images.acts.call import Call
from ecl_pulumi_images.acts.configuration import Configuration
from ecl_pulumi_images.acts.kind import ActFailed, Bag, Kind, Made
from ecl_pulumi_images.client import ImageClient


class Told(Call):
    """One call. said: the lines that a user would see."""

    def __init__(self, urn: str, said: list[str], old_inputs: Mapping[str, Any] | None = None) -> None:
        self.urn, self.old_inputs, self.said = urn, old_inputs, said

    def show(self, line: str, severity: str, ephemeral: bool) -> None:  # noqa: ARG002
        self.said.append(line)


class Through(Configuration):
    """The configuration of a provider whose client is given."""

    def __init__(self, images: ImageClient) -> None:
        super().__init__({})
        self.client = images

    def images(self, region: str | None = None) -> ImageClient:  # noqa: ARG002
        return self.client


class OneResource:
    """A stack of one resource. id, outputs, inputs: its state; None and empty when it has none.

    broken: the state is that of a failed creation or update. killed: the plugin is dead, so what it leaves is not
    recorded.
    """

    def __init__(self, kind: type[Kind], images: ImageClient, name: str = "noble") -> None:
        self._configuration = Through(images)
        self._kind = kind(self._configuration)
        self._urn = f"urn:pulumi:{uuid4()}::p::ecl:{kind.__name__}::{name}"
        self.id: str | None = None
        self.outputs: dict[str, Any] = {}
        self.inputs: dict[str, Any] = {}
        self.broken = self.killed = False
        self.said: list[str] = []
        self._doomed: list[tuple[str, Bag, Bag]] = []  # id, outputs and inputs of what was replaced, to be deleted

    def use(self, images: ImageClient) -> None:
        """Go on with another client."""
        self._configuration.client = images

    def up(self, declared: Bag) -> None:
        """Bring the resource in line. Raises ActFailed, with the state as the engine would have it."""
        _new_process()
        news = self._checked(declared)
        if self.broken:
            self._look()
        self._bring_about(news)
        self._clean_up()

    def _bring_about(self, news: dict[str, Any]) -> None:
        if self.id is None:
            self._create(news)
            return
        planned = self._kind.diff(self._call(self.inputs), self.id, self.outputs, news)
        if planned.replaces:
            self._replace(news)
        elif planned.changes or (planned.changes is None and news != self.inputs):
            self._update(news)
        else:
            self.inputs = news

    def refresh(self) -> None:
        """Read the resource."""
        _new_process()
        if self.id is not None:
            self._look()

    def destroy(self) -> None:
        """Delete the resource."""
        _new_process()
        self._clean_up()
        if self.id is not None:
            self._kind.delete(self._call(self.inputs), self.id, self.outputs)
            self._forget()

    def _checked(self, declared: Bag) -> dict[str, Any]:
        checked = self._kind.check(self._call(None), self.inputs, declared)
        if checked.failures:
            raise ActFailed(str(checked.failures))
        return dict(checked.inputs)

    def _look(self) -> None:
        found = self._kind.read(self._call(self.inputs), str(self.id), self.outputs)
        if found is None:
            self._forget()
            return
        self.outputs, self.broken = dict(found.outputs), False
        self.inputs = dict(found.inputs or {})

    def _create(self, news: dict[str, Any]) -> None:
        try:
            self._record(self._kind.create(self._call(None), news), news)
        except ActFailed as error:
            if error.left is not None and not self.killed:
                self._record(error.left, news, broken=True)
            raise

    def _replace(self, news: dict[str, Any]) -> None:
        old = (str(self.id), self.outputs, self.inputs)
        try:
            self._create(news)
        finally:
            if self.id != old[0]:
                self._doomed.append(old)

    def _clean_up(self) -> None:
        while self._doomed:
            old, outputs, inputs = self._doomed[0]
            self._kind.delete(self._call(inputs), old, outputs)
            del self._doomed[0]

    def _update(self, news: dict[str, Any]) -> None:
        try:
            self._record(self._kind.update(self._call(self.inputs), str(self.id), self.outputs, news), news)
        except ActFailed as error:
            if error.left is not None and not self.killed:
                self._record(error.left, self.inputs, broken=True)
            raise

    def _record(self, made: Made, inputs: dict[str, Any], broken: bool = False) -> None:
        self.id, self.outputs, self.inputs, self.broken = made.id, dict(made.outputs), inputs, broken

    def _forget(self) -> None:
        self.id, self.outputs, self.inputs, self.broken = None, {}, {}, False

    def _call(self, old_inputs: Mapping[str, Any] | None) -> Told:
        return Told(self._urn, self.said, old_inputs)


def _new_process() -> None:
    """A deployment is a process of its own, which knows nothing of those before."""
    identities._met.clear()
    shares._declared.clear()
    shares._made.clear()
    takeover._taken_over.clear()
