"""How the engine is told of refused inputs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ecl_pulumi_images.lifecycle.inputs.validation import Failure


def printable(failures: Iterable[Failure], given: Mapping[str, Any]) -> list[Failure]:
    """Return the failures as the engine prints them. given: the inputs as they arrived.

    It prints the value beside the name of a property, and ``<nil>`` for one that is not there: a part of an input, or
    an input that is missing (pulumi/pkg/resource/deploy/step_generator.go, `issueCheckFailures`). Such a name goes into
    the sentence.
    """
    return [
        Failure(name, reason) if given.get(name) is not None else Failure("", f"{name} {reason}")
        for name, reason in failures
    ]
