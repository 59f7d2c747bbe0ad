"""What the dynamic providers share: each hands the engine's calls to the acts of its kind, and their answers back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from pulumi.dynamic import (
    CheckFailure,
    CheckResult,
    ConfigureRequest,
    CreateResult,
    DiffResult,
    ReadResult,
    ResourceProvider,
    UpdateResult,
)

from ecl_pulumi_images.acts import lifeline
from ecl_pulumi_images.acts.acting import acting
from ecl_pulumi_images.acts.call import Call
from ecl_pulumi_images.acts.configuration import Configuration
from ecl_pulumi_images.acts.kind import ActFailed, Kind, Made
from ecl_pulumi_images.acts.secrets import ALWAYS, exposed
from ecl_pulumi_images.acts.unknown import known

from . import engine
from .bags import PROVIDER_KEY, closed, opened

T = TypeVar("T")


class Served(ResourceProvider):
    """A provider without any state but its configuration."""

    serialize_as_secret_always = False  # a reference to a class is no secret
    kind: ClassVar[type[Kind]]
    _configuration = Configuration({})  # until the engine configures this provider

    def configure(self, req: ConfigureRequest) -> None:
        """Take the stack's or the explicit provider's configuration; nothing is connected yet."""
        self._configuration = self._served(lambda call, _: _configured(call, req))
        engine.widen()
        lifeline.watch(engine.address())

    def check(self, _olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        """Refuse bad inputs. No request."""
        checked = self._served(lambda call, acts: acts.check(call, opened(_olds), opened(news)))
        failures = [CheckFailure(*failure) for failure in checked.failures]
        return CheckResult(engine.encrypted(closed(checked.inputs), ALWAYS), failures)

    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> DiffResult:
        """Say what would happen. An update is needed, too, where the state names another pickled provider."""
        planned = self._served(lambda call, acts: acts.diff(call, _id, opened(_olds), opened(_news)))
        moved = _olds.get(PROVIDER_KEY) != _news.get(PROVIDER_KEY)
        changes = None if moved and planned.changes is False else planned.changes
        return DiffResult(changes, list(planned.replaces) or None)

    def create(self, props: dict[str, Any]) -> CreateResult:
        """Make the resource."""
        made = self._served(lambda call, acts: acts.create(call, known(opened(props))))
        return CreateResult(made.id, _outputs(made))

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Look the resource up; gone is an empty answer."""
        found = self._served(lambda call, acts: acts.read(call, id_, known(opened(props))))
        return ReadResult("", {}) if found is None else ReadResult(id_, _outputs(found), _inputs(found))

    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> UpdateResult:
        """Change the resource."""
        made = self._served(lambda call, acts: acts.update(call, _id, known(opened(_olds)), known(opened(_news))))
        return UpdateResult(_outputs(made))

    def delete(self, _id: str, _props: dict[str, Any]) -> None:
        """Remove the resource; already gone is fine when that is certain."""
        self._served(lambda call, acts: acts.delete(call, _id, known(opened(_props))))

    def _served(self, act: Callable[[engine.EngineCall, Kind], T]) -> T:
        call = engine.call()
        try:
            return act(call, self.kind(self._configuration))
        except ActFailed as error:
            engine.fail(call, error)


def _configured(call: Call, req: ConfigureRequest) -> Configuration:
    with acting(call):
        return Configuration.of(req.config, engine.keys_of(req.config), shared=engine.shares_namespace())


def _outputs(made: Made) -> dict[str, Any]:
    """Have the engine encrypt the secrets among the outputs that it would not know."""
    return engine.encrypted(made.outputs, exposed(made.outputs, made.now, made.before))


def _inputs(found: Made) -> dict[str, Any] | None:
    return None if found.inputs is None else dict(found.inputs)
