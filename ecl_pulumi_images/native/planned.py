"""A plan as the engine's answer to `Diff`. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

from pulumi.runtime.proto import provider_pb2

from ecl_pulumi_images.acts.kind import Planned
from ecl_pulumi_images.acts.secrets import ALWAYS, SECRETS, hold_secrets, secret_names

from .difference import Change, difference

Bag = Mapping[str, Any]
_DRIFT = Change("status", "UPDATE", of_inputs=False)  # the engine wants a property for each change


def answer(planned: Planned, before: Bag, olds: Bag, news: Bag, idle: Set[str]) -> Any:
    """Return what the engine is told. before, olds: inputs and outputs in the state. idle: see `Kind.idle`."""
    changes = _changes(planned, before, olds, news, idle) if planned.changes is not False else _newly_secret(olds, news)
    if not changes:
        return provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_NONE, hasDetailedDiff=True)
    return provider_pb2.DiffResponse(
        changes=provider_pb2.DiffResponse.DIFF_SOME,
        replaces=planned.replaces,
        diffs=sorted({_top(change) for change in changes}),
        detailedDiff={change.path: _property(change, _top(change) in planned.replaces) for change in changes},
        hasDetailedDiff=True,
    )


def settings_answer(before: Bag, now: Bag) -> Any:
    """Return what the engine is told of the settings of a provider: they change in place, or not at all.

    Where they do not, the engine goes on with the old ones, under whatever names (CLI 3.274).
    """
    return answer(Planned(None if before != now else False), before, {}, now, frozenset())


def _changes(planned: Planned, before: Bag, olds: Bag, news: Bag, idle: Set[str]) -> list[Change]:
    old, new = ({key: held for key, held in bag.items() if key != SECRETS} for bag in (before, news))
    unshown = frozenset() if idle & set(planned.replaces) else idle
    found = difference(old, olds, new, unshown) or difference(old, olds, new)
    shown = {_top(change) for change in found}
    found += [Change(name, "UPDATE", of_inputs=False) for name in planned.replaces if name not in shown]
    return found or ([_DRIFT] if planned.changes else [])


def _newly_secret(olds: Bag, news: Bag) -> list[Change]:
    """Return the outputs that the state still has in plain text, though the program has made secrets of them."""
    held, marked = secret_names(olds), secret_names(news) - ALWAYS
    new = hold_secrets(marked - held) - held
    return [Change(name, "UPDATE", of_inputs=True) for name in sorted(new & olds.keys())]


def _property(change: Change, replaced: bool) -> Any:
    kind = provider_pb2.PropertyDiff.Kind.Value(change.kind + ("_REPLACE" if replaced else ""))
    return provider_pb2.PropertyDiff(kind=kind, inputDiff=change.of_inputs)


def _top(change: Change) -> str:
    return change.path.partition(".")[0].partition("[")[0]
