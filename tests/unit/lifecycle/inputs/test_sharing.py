"""What members, acceptances and copies refuse before anything is asked."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecl_pulumi_images.lifecycle.inputs.sharing import ACCEPTANCE, COPY, MEMBER, check, doubts, project_id

IMAGE = "0b2e9d5c-6c3b-4c55-8a62-0a9f4d1c7f11"
PROJECT = "d1db7b7a03dd45898befdcbc298ee25b"


@given(st.uuids())
def test_every_id_that_keystone_makes_is_a_project_id(made: UUID) -> None:
    assert project_id(made.hex) == made.hex


@given(st.uuids(), st.sampled_from([str, lambda made: f" {made.hex}", lambda made: made.hex.upper()]))
def test_a_project_id_in_another_spelling_is_refused_with_the_spelling_told(made: UUID, spelling: Any) -> None:
    if spelling(made) == made.hex:
        return  # all digits: upper case is the same
    with pytest.raises(ValueError, match="in lower case, without dashes and blanks"):
        project_id(spelling(made))


@pytest.mark.parametrize("wrong", ["demo2", "", " ", "0" * 31, "0" * 33, "g" * 32, None, 5, ["a"], PROJECT + "\n"])
def test_whatever_else_is_no_project_id(wrong: Any) -> None:
    with pytest.raises(ValueError, match="project"):
        project_id(wrong)


def test_good_inputs_pass_as_they_are() -> None:
    member = {"image_id": IMAGE, "member_id": PROJECT}

    assert check(member, frozenset(), MEMBER) == (member, [])


def test_what_is_missing_is_named_unless_it_is_optional_or_not_known_yet() -> None:
    _, missing = check({"image_id": None}, frozenset(), MEMBER)
    _, unknown = check({"status": "accepted"}, {"image_id"}, ACCEPTANCE, {"member_id", "reject_on_delete"})

    assert [(one.property, one.reason) for one in missing] == [("image_id", "is missing"), ("member_id", "is missing")]
    assert unknown == []


def test_every_wrong_input_is_told_at_once() -> None:
    given = {"image_id": "noble", "member_id": "", "status": "yes", "reject_on_delete": "no", "colour": "red"}

    _, failures = check(given, frozenset(), ACCEPTANCE)

    assert [one.property for one in failures] == sorted(given)
    assert all("\n" not in one.reason for one in failures)


@pytest.mark.parametrize("value", ["hunter2", "0B2E9D5C-6C3B-4C55-8A62-0A9F4D1C7F11", ["hunter2"]])
def test_no_reason_repeats_a_value_which_may_be_secret(value: Any) -> None:
    _, failures = check(dict.fromkeys(ACCEPTANCE, value), frozenset(), ACCEPTANCE)

    assert {one.property for one in failures} >= ACCEPTANCE.keys() - {"member_id"}
    told = " ".join(one.reason for one in failures).lower()
    assert not any(text in told for text in ("hunter2", "0b2e9d5c"))


@pytest.mark.parametrize("odd", ["demo2", "0" * 31, "0B2E9D5C-6C3B-4C55-8A62-0A9F4D1C7F11", "名前", "a b", "x@y.z:1"])
def test_a_member_of_another_form_is_taken_and_doubted_once(odd: str) -> None:
    declared = {"image_id": IMAGE, "member_id": odd}

    assert check(declared, frozenset(), MEMBER) == (declared, [])
    (doubt,) = doubts(declared, {})
    assert "must be a project's id" in doubt
    assert odd not in doubt
    assert doubts(declared, declared) == doubts({"member_id": PROJECT}, {}) == doubts({}, {}) == []


@pytest.mark.parametrize(
    "wrong", ["", "  ", ".", "..", "a/b", "a?b", "a#b", "a\\b", "a\nb", "a\x00b", "x" * 256, 5, ["a"]]
)
def test_a_member_that_breaks_a_path_is_refused(wrong: Any) -> None:
    _, (failure,) = check({"image_id": IMAGE, "member_id": wrong}, frozenset(), MEMBER)

    assert failure.property == "member_id"
    assert "must be a project's id, which" in failure.reason


def test_a_status_is_one_of_three() -> None:
    declared = {"image_id": IMAGE, "status": "all"}

    _, (failure,) = check(declared, frozenset(), ACCEPTANCE, {"member_id", "reject_on_delete"})

    assert failure.reason == "must be one of accepted, pending, rejected"


def test_a_copy_needs_an_image_and_a_tenant() -> None:
    _, failures = check({"image_id": IMAGE, "tenant_id_dst": "other"}, frozenset(), COPY)

    assert [one.property for one in failures] == ["tenant_id_dst"]
