"""A name that no program declares is the resource's, unless the stack's `pulumi:autonaming` says otherwise."""

from __future__ import annotations

from typing import Any

import pytest
from pulumi.runtime.proto import provider_pb2

from ecl_pulumi_images.native.naming import named


def request(**autonaming: Any) -> Any:
    given = provider_pb2.CheckRequest.AutonamingOptions(**autonaming) if autonaming else None
    return provider_pb2.CheckRequest(autonaming=given)


def test_without_it_the_resources_own_name_is_left_to_the_act() -> None:
    assert named(request(), {}, {}) == {}


def test_a_proposed_name_is_taken_once_and_kept() -> None:
    proposing = request(mode="PROPOSE", proposed_name="noble-2")

    assert named(proposing, {}, {}) == {"name": "noble-2"}
    assert named(proposing, {}, {"name": "noble-1"}) == {"name": "noble-1"}
    assert named(proposing, {"name": "mine"}, {"name": "noble-1"}) == {}


def test_where_it_is_turned_off_each_name_has_to_be_declared() -> None:
    with pytest.raises(ValueError, match="name is missing"):
        named(request(mode="DISABLE"), {}, {})
    assert named(request(mode="DISABLE"), {"name": "mine"}, {}) == {}
