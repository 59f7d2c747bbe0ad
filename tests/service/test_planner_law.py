"""The planner's law, judged by the real Glance: its operations, applied to the old image, give what is declared."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings

from ecl_pulumi_images.client import ImageClient
from ecl_pulumi_images.lifecycle.image.create import create_opts
from ecl_pulumi_images.lifecycle.image.update import outstanding, owned_properties
from ecl_pulumi_images.lifecycle.plan.planner import operations
from ecl_pulumi_images.lifecycle.plan.wire import custom, to_wire
from tests.unit.lifecycle.strategies import checked

Declared = dict[str, Any]


def allowed(declared: Declared) -> Declared:
    """What an ordinary user may do: not publish, and not protect what is deleted in the end."""
    return {key: value for key, value in declared.items() if (key, value) != ("visibility", "public")} | {
        "protected": False
    }


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(old=checked.map(allowed), new=checked.map(allowed))
def test_the_operations_bring_a_real_image_in_line_and_touch_nothing_else(
    images: ImageClient, old: Declared, new: Declared
) -> None:
    made = images.create(create_opts(old))
    try:
        before = images.get(made.id)
        assert outstanding(before, old, frozenset()) == ()

        images.update(made.id, operations(to_wire(old), to_wire(new)))

        after = images.get(made.id)
        assert outstanding(after, new, owned_properties(old)) == ()
        assert dict(after.properties) == custom(new)
        undeclared = {"name", "visibility", "min_disk", "min_ram", "os_hidden", "tags"} - to_wire(new).keys()
        assert {key: getattr(after, key) for key in undeclared} == {key: getattr(before, key) for key in undeclared}
    finally:
        images.delete(made.id)
