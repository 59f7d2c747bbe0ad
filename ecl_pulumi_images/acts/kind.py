"""What the acts of every kind of resource have in common, and what they answer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, ClassVar

from ecl_pulumi_images.lifecycle.inputs.rules import Rule
from ecl_pulumi_images.lifecycle.inputs.sharing import check, doubts
from ecl_pulumi_images.lifecycle.inputs.validation import Failure

from . import shares
from .call import Call
from .configuration import Configuration
from .refused import printable
from .secrets import SECRETS
from .unknown import known, unknown_keys, unknown_values

Bag = Mapping[str, Any]


@dataclass(frozen=True)
class Checked:
    """inputs: as they will be used. failures: why they are refused, as the engine prints them."""

    inputs: Bag
    failures: Sequence[Failure]


@dataclass(frozen=True)
class Planned:
    """changes: None leaves it to the engine to compare the inputs; True is a difference that no input shows.

    replaces: the inputs that only a new resource can satisfy.
    """

    changes: bool | None
    replaces: Sequence[str] = ()


@dataclass(frozen=True)
class Made:
    """A resource as it is now. now, before: the inputs that the engine goes by, and those in the state.

    inputs: those that describe it, drift included; None where they are not told.
    """

    id: str
    outputs: Bag
    inputs: Bag | None = None
    now: Bag = field(default_factory=dict)
    before: Bag = field(default_factory=dict)


class ActFailed(Exception):
    """An act failed; the message is the one line that the user reads.

    left: what is there all the same, to be recorded, and read again before the next update.
    """

    def __init__(self, message: str, left: Made | None = None) -> None:
        super().__init__(message)
        self.left = left


class Kind(ABC):
    """The acts of one kind of resource, with the configuration of one provider. They raise `ActFailed`."""

    idle: ClassVar[Set[str]] = frozenset()
    """Inputs whose change asks for nothing by itself."""

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration

    @abstractmethod
    def check(self, call: Call, olds: Bag, news: Bag) -> Checked:
        """Refuse bad inputs. olds: the inputs in the state."""

    @abstractmethod
    def diff(self, call: Call, id_: str, olds: Bag, news: Bag) -> Planned:
        """Say what would happen. olds: the outputs in the state."""

    @abstractmethod
    def create(self, call: Call, declared: Bag) -> Made:
        """Make the resource."""

    @abstractmethod
    def read(self, call: Call, id_: str, recorded: Bag) -> Made | None:
        """Look the resource up; None when it is proved to be gone. recorded: the outputs in the state."""

    @abstractmethod
    def imported(self, call: Call, id_: str) -> Made | None:
        """Look up a resource that no state knows yet, with the inputs that describe it; None when there is none."""

    @abstractmethod
    def to_be_created(self, declared: Bag) -> Bag:
        """Return the outputs that a preview of `create` can tell; the others are `Unknown`."""

    @abstractmethod
    def to_be_updated(self, call: Call, id_: str, olds: Bag, news: Bag) -> Bag:
        """Return the outputs that a preview of `update` can tell; the others are `Unknown`."""

    @abstractmethod
    def update(self, call: Call, id_: str, olds: Bag, news: Bag) -> Made:
        """Change the resource. olds: the outputs in the state."""

    @abstractmethod
    def delete(self, call: Call, id_: str, recorded: Bag) -> None:
        """Remove the resource; already gone is fine when that is certain."""


class Ruled(Kind):
    """A kind whose inputs have one rule each: members, acceptances and copies."""

    rules: ClassVar[Mapping[str, Rule]]
    optional: ClassVar[Set[str]] = frozenset()
    fixed: ClassVar[Set[str]]
    """Inputs whose change means a new resource."""
    defaults: ClassVar[Bag] = MappingProxyType({})
    told: ClassVar[Set[str]]
    """Outputs that no input shares."""
    moving: ClassVar[Set[str]] = frozenset()
    """Those that an update changes."""
    names: ClassVar[Sequence[str]] = ()
    """Inputs that the resource's id consists of."""

    def check(self, call: Call, olds: Bag, news: Bag) -> Checked:
        """Refuse bad inputs. No request."""
        unknown, declared = unknown_keys(news), known(news)
        given = {**self.defaults, **{key: value for key, value in declared.items() if key != SECRETS}}
        inputs, failures = check(given, unknown, self.rules, self.optional)
        if not failures and not unknown and (share := self.share(inputs)):
            failures = _twice(shares.declared_by_another(share, call.urn))
        for doubt in doubts(inputs, known(olds)):
            call.log(doubt, "WARNING")
        return Checked(inputs | {key: news[key] for key in unknown}, printable(failures, news))

    def diff(self, call: Call, id_: str, olds: Bag, news: Bag) -> Planned:  # noqa: ARG002  one signature for all kinds
        """Say what would happen. No request."""
        before, declared, unknown = call.old_inputs, known(news), unknown_keys(news)
        same_inputs = before is not None and known(before) == declared
        replaces = self.replaces(olds, declared) | (self.fixed & unknown)
        if replaces:
            return Planned(same_inputs or None, sorted(replaces))
        if self.differs(olds, declared):
            return Planned(same_inputs or None)  # drift that no input shows needs True
        return Planned(None if unknown else False)

    def imported(self, call: Call, id_: str) -> Made | None:
        """Look up a resource that no state knows yet."""
        parts = id_.split("/") if self.names else []
        if len(parts) != len(self.names):
            raise ActFailed(f"{id_!r} is no id of this kind of resource: it is {'/'.join(self.names)}")
        found = self.read(call, id_, dict(zip(self.names, parts, strict=True)))
        if found is None:
            return None
        return replace(found, inputs={key: found.outputs[key] for key in self.rules if found.outputs.get(key)})

    def to_be_created(self, declared: Bag) -> Bag:
        """Return what is declared; the service tells the rest."""
        return unknown_values(self.told) | dict(declared)

    def to_be_updated(self, call: Call, id_: str, olds: Bag, news: Bag) -> Bag:  # noqa: ARG002
        """Return what stays, and what is declared."""
        moving = self.moving if self.differs(olds, news) else frozenset()
        return {**olds, **unknown_values(moving & olds.keys()), **news}

    def share(self, declared: Bag) -> shares.Share | None:  # noqa: ARG002
        """Return what no two resources of a program may have, if anything."""
        return None

    def replaces(self, recorded: Bag, declared: Bag) -> Set[str]:
        """Return the inputs that only a new resource can satisfy. An input without a value asks for nothing."""
        return {key for key in self.fixed & declared.keys() if declared[key] != recorded.get(key)}

    def differs(self, recorded: Bag, declared: Bag) -> bool:
        """Return whether an update is needed."""
        inputs = (self.rules.keys() - self.fixed) & declared.keys()
        return any(declared[key] != recorded.get(key) for key in inputs)


def _twice(other: str | None) -> list[Failure]:
    if other is None:
        return []
    return [Failure("image_id", f"the resource {other!r} has the same share: declare it once in a program")]
