"""What was marked secret stays one, in messages and in the state."""

from typing import Any

import pytest

from ecl_pulumi_images.acts.secrets import discreet, exposed, secret_names

MARKED = {"secret_inputs": ["properties", "tags"], "properties": {"token": "hunter2", "n": "1"}, "tags": ["s3cret"]}


def test_the_texts_of_secret_inputs_are_blotted_out_of_a_message() -> None:
    said = discreet("refused: 'hunter2' and s3cret on 1 image", [MARKED])

    assert said == "refused: '[secret]' and [secret] on 1 image"


def test_what_was_a_secret_before_is_one_still() -> None:
    assert discreet("hunter2", [{"properties": {}}, MARKED]) == "[secret]"
    assert secret_names({}, MARKED) >= {"properties", "tags"}


def test_a_longer_secret_is_blotted_out_whole() -> None:
    both = {"secret_inputs": ["tags"], "tags": ["abc", "abcdef"]}

    assert discreet("abcdef", [both]) == "[secret]"


@pytest.mark.parametrize("bags", [[], [{}], [{"properties": {"token": "hunter2"}}], [{"secret_inputs": None}]])
def test_without_secrets_a_message_stays_as_it_is(bags: list[Any]) -> None:
    assert discreet("hunter2", bags) == "hunter2"


def test_a_password_is_a_secret_however_it_was_given() -> None:
    assert discreet("pass: hunter2", [{"image_source_password": "hunter2"}]) == "pass: [secret]"


def test_outputs_of_what_was_a_secret_and_is_declared_so_no_more_are_exposed() -> None:
    assert exposed({"properties": {"token": "hunter2"}, "tags": []}, {"tags": []}, MARKED) == {"properties", "tags"}
    assert exposed({"properties": {"token": "hunter2"}}, MARKED, MARKED) == set()


def test_a_secret_property_that_stayed_on_the_image_is_exposed_among_the_servers() -> None:
    outs = {"properties": {}, "server_properties": {"token": "hunter2", "theirs": "x"}}

    assert exposed(outs, {"properties": {}}, MARKED) >= {"server_properties"}
    assert "server_properties" not in exposed({"server_properties": {"theirs": "x"}}, MARKED, MARKED)
