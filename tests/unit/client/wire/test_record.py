"""Answers of the smaller resources are read whatever a field holds."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecl_pulumi_images.client.invalid import WireError
from ecl_pulumi_images.client.members import _MEMBER, Member
from ecl_pulumi_images.client.stores import _STORE, Store
from ecl_pulumi_images.client.tasks import _TASK, Task
from ecl_pulumi_images.client.wire.record import listed, record

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)


def test_fields_are_read_by_their_wire_names_and_unknown_ones_pass_by() -> None:
    wire: dict[str, Any] = {"member_id": "m", "status": "pending", "created_at": "2026-01-02T03:04:05Z", "new": 1}

    found = record(Member, _MEMBER, wire)

    assert found == Member(
        member_id="m", status="pending", created_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)
    )


def test_flags_of_a_store_come_as_words() -> None:
    assert record(Store, _STORE, {"id": "a", "default": "true", "read-only": "false"}) == Store(id="a", default=True)


def test_a_task_never_holds_its_input_which_may_be_a_signed_url() -> None:
    wire = {"id": "t", "input": {"import_req": {"method": {"uri": "https://h/?sig=SECRET"}}}}

    assert "SECRET" not in repr(record(Task, _TASK, wire))


@given(st.dictionaries(st.sampled_from(["id", "status", "message", "created_at", "owner"]), JSON))
def test_no_odd_value_spoils_a_record(wire: dict[str, Any]) -> None:
    found = record(Task, _TASK, wire)

    assert found.id == (wire["id"] if isinstance(wire.get("id"), str) else "")


@given(st.dictionaries(st.just("tasks"), JSON))
def test_a_list_is_either_what_it_should_be_or_one_clear_error(wire: dict[str, Any]) -> None:
    entries = wire.get("tasks")
    if isinstance(entries, list) and all(isinstance(one, dict) for one in entries):
        assert listed(wire, "tasks", dict) == entries
    else:
        with pytest.raises(WireError, match="`tasks` is missing, or no list of objects"):
            listed(wire, "tasks", dict)
