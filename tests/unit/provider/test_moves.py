"""Another configured region means a new image there; a machine's own environment moves nothing (case A1)."""

from typing import Any

import pytest
from pulumi.dynamic.dynamic import DiffResult

from ecl_pulumi_images.acts.configuration import Configuration
from ecl_pulumi_images.provider.image import ImageProvider

STATE = {"__provider": "p", "name": "noble", "status": "active", "region": "R1"}
NEWS = {"__provider": "p", "name": "noble"}


def decided(settings: dict[str, str], state: dict[str, Any] = STATE) -> DiffResult:
    provider = ImageProvider()
    provider._configuration = Configuration(settings)
    return provider.diff("id", state, NEWS)


def test_another_configured_region_replaces() -> None:
    assert (decided({"region": "R2"}).changes, decided({"region": "R2"}).replaces) == (True, ["region"])


@pytest.mark.parametrize("settings", [{}, {"region": ""}, {"region": "R1"}])
def test_the_same_region_or_none_moves_nothing(monkeypatch: pytest.MonkeyPatch, settings: dict[str, str]) -> None:
    monkeypatch.setenv("OS_REGION_NAME", "R2")

    assert (decided(settings).changes, decided(settings).replaces) == (False, None)


def test_a_state_without_a_region_moves_nothing() -> None:
    assert decided({"region": "R2"}, {**STATE, "region": None}).changes is False
