"""The ids of a resource's images: the same in every run, never one of an image in the state."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from ecl_pulumi_images.lifecycle.image.identity import SIZE, Ring

URN = "urn:pulumi:dev::p::ecl:Image::noble"


def ring(*known: str, endpoint: str = "http://here", project: str = "p1", urn: str = URN) -> Ring:
    return Ring(endpoint, project, urn, set(known))


def test_two_runs_derive_the_same_ids() -> None:
    assert ring().ids == ring().ids
    assert ring().next() == ring().next()


def test_another_place_project_or_resource_has_other_ids() -> None:
    others = [ring(endpoint="http://there"), ring(project="p2"), ring(urn=f"{URN}-2")]

    assert len({one for other in [ring(), *others] for one in other.ids}) == 4 * SIZE


def test_the_ids_are_uuids_that_fit_into_one_question() -> None:
    ids = ring().ids

    assert [str(UUID(one)) for one in ids] == list(ids)
    assert len("%2C".join(ids)) < 4094 - 500


@given(st.sets(st.integers(0, SIZE - 1)))
def test_no_id_of_an_image_in_the_state_is_given(numbers: set[int]) -> None:
    known = {ring().ids[number] for number in numbers}
    given = ring(*known)

    assert given.another() not in known or len(known) == SIZE
    assert not known & set(ring(*known).unknown())
    assert ring(*known).next() not in known or SIZE - 1 in numbers


def test_a_replacement_takes_the_next_id() -> None:
    first = ring().next()

    assert ring(first).next() == ring().ids[1]


def test_an_id_is_given_once_in_a_run() -> None:
    one = ring()

    assert one.next() != one.next()
