"""What the providers share: all of them their configuration; those of members, acceptances and copies how they plan."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

from pulumi.dynamic import CheckResult, ConfigureRequest, DiffResult, ResourceProvider

from ecl_pulumi_images.lifecycle.inputs.rules import Rule
from ecl_pulumi_images.lifecycle.inputs.sharing import check, doubts
from ecl_pulumi_images.lifecycle.inputs.validation import Failure

from . import engine, lifeline, shares
from .acting import acting
from .configuration import Configuration
from .refused import check_failures
from .state import moved
from .unknown import known, unknown_keys


class Configured(ResourceProvider):
    """A provider without any state but its configuration."""

    serialize_as_secret_always = False  # a reference to a class is no secret
    _configuration = Configuration({})  # until the engine configures this provider

    def configure(self, req: ConfigureRequest) -> None:
        """Take the stack's or the explicit provider's configuration; nothing is connected yet."""
        with acting():
            self._configuration = Configuration.of(req.config, engine.keys_of(req.config))
        engine.widen()
        lifeline.watch()


class ConfiguredProvider(Configured):
    """A provider whose inputs have one rule each."""

    rules: Mapping[str, Rule]
    optional: Set[str] = frozenset()
    fixed: Set[str]
    """Inputs whose change means a new resource."""

    def check(self, _olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        """Refuse bad inputs. No request."""
        unknown, serving = unknown_keys(news), engine.call()
        inputs, failures = check(known(news), unknown, self.rules, self.optional)
        if not failures and not unknown and (share := self.share(inputs)):
            failures = _twice(shares.declared_by_another(share, serving.urn))
        for doubt in doubts(inputs, known(_olds)):
            serving.log(doubt, "WARNING")
        kept = {key: news[key] for key in unknown}
        return CheckResult(inputs | kept, check_failures(failures, news))

    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> DiffResult:
        """Say what would happen. No request."""
        with acting() as serving:
            before, declared = serving.old_inputs, known(_news)
        same_inputs = before is not None and known(before) == declared
        replaces = self.replaces(_olds, declared) | (self.fixed & unknown_keys(_news))
        if replaces:
            return DiffResult(same_inputs or None, sorted(replaces))
        if self.differs(_olds, declared):
            return DiffResult(changes=same_inputs or None)  # drift that no input shows needs True
        return DiffResult(changes=None if unknown_keys(_news) or moved(_olds, _news) else False)

    def share(self, _props: Mapping[str, Any]) -> shares.Share | None:
        """Return what no two resources of a program may have, if anything."""
        return None

    def replaces(self, recorded: Mapping[str, Any], declared: Mapping[str, Any]) -> Set[str]:
        """Return the inputs that only a new resource can satisfy. An input without a value asks for nothing."""
        return {key for key in self.fixed & declared.keys() if declared[key] != recorded.get(key)}

    def differs(self, recorded: Mapping[str, Any], declared: Mapping[str, Any]) -> bool:
        """Return whether an update is needed."""
        inputs = (self.rules.keys() - self.fixed) & declared.keys()
        return any(declared[key] != recorded.get(key) for key in inputs)


def _twice(other: str | None) -> list[Failure]:
    if other is None:
        return []
    return [Failure("image_id", f"the resource {other!r} has the same share: declare it once in a program")]
