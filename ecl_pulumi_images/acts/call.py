"""The call of an engine that an act serves, as a front end hands it over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ecl_pulumi_images.client.words import harmless

from .secrets import discreet


class Call:
    """Nobody's call: outside of any engine. Each front end has one of its own.

    urn: of the resource. old_inputs: those in the state, or None when the engine does not tell them. ignored: inputs
    whose changes the program ignores, known in diff and update. timeout: seconds for this act, or None.
    """

    urn: str | None = None
    old_inputs: Mapping[str, Any] | None = None
    ignored: frozenset[str] = frozenset()
    timeout: float | None = None

    @property
    def name(self) -> str | None:
        """The resource's name in the program, or None outside of a call."""
        parts = (self.urn or "").split("::", 3)  # urn:pulumi:stack::project::type::name
        return parts[-1] if len(parts) == 4 else None

    def bags(self) -> Iterable[Mapping[str, Any]]:
        """Return every bag of inputs and outputs that came with the call."""
        return ()

    def cancelled(self) -> bool:
        """Return whether the engine no longer waits."""
        return False

    def discreet(self, message: str) -> str:
        """Return the message without the secrets among the inputs and outputs of the call."""
        return discreet(message, self.bags())

    def log(self, message: str, severity: str = "INFO", *, ephemeral: bool = False) -> None:
        """Show one line under this resource; an ephemeral one only in the Info column while it runs."""
        self.show(harmless(self.discreet(message)), severity, ephemeral)  # it may hold the words of anybody

    def show(self, line: str, severity: str, ephemeral: bool) -> None:
        """Hand the line to the engine."""
