"""What programs do with what a lookup found (K11 to K13)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pulumi
import pytest
from pulumi.runtime import mocks

from ecl_pulumi_images import (
    GetImageResult,
    Image,
    find_image,
    get_image,
    get_image_output,
    get_images,
    get_images_output,
)
from ecl_pulumi_images.client import CreateOpts, ImageClient
from ecl_pulumi_images.client import Image as Record
from ecl_pulumi_images.localcloud import LocalCloud

from .stack import Program, Stack

ID = "0b2e9d5c-6c3b-4c55-8a62-0a9f4d1c7f11"


@pytest.fixture
def demo1(cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """This process's own settings are demo1's: programs run in it."""
    for key, value in cloud.environment("demo1").items():
        monkeypatch.setenv(key, value)


@pytest.fixture
def image(images: ImageClient) -> Iterator[Record]:
    """An image of demo1 with data, in a store."""
    properties = {"os_distro": "ubuntu", "名": "x", "self_made": "yes"}
    opts = CreateOpts(
        name="found", disk_format="raw", container_format="bare", tags=["lts", "a"], properties=properties
    )
    record = images.create(opts)
    images.upload(record.id, [b"data"], size=4)
    yield images.get(record.id)
    images.delete(record.id)


def test_every_way_of_exporting_a_result_works(stack: Stack, demo1: None, image: Record) -> None:
    def program() -> None:
        found, later = get_image(id=image.id), get_image_output(id=image.id)
        pulumi.export("image", found)
        pulumi.export("later", later)
        pulumi.export("images", get_images(name="found"))
        pulumi.export("images_later", get_images_output(name="found"))
        pulumi.export("created", found.created_at)
        pulumi.export("parts", {"created": later.created_at, "tags": found.tags, "properties": later.properties})
        pulumi.export("text", later.apply(json.dumps))
        pulumi.export("ids", pulumi.Output.all(found, later).apply(lambda both: [one.id for one in both]))
        pulumi.export("named", pulumi.Output.all(a=found, b=[later]).apply(lambda of: of["a"].id + of["b"][0].name))
        pulumi.export("secret", pulumi.Output.secret(found).apply(lambda one: one.size))

    _, shown = stack.preview(program)
    outputs = {name: output.value for name, output in stack.up(program).outputs.items()}

    assert "Traceback" not in shown
    assert outputs["image"] == outputs["later"] == outputs["images"][0] == outputs["images_later"][0]
    assert outputs["image"]["id"] == image.id
    assert outputs["image"]["properties"] == {"os_distro": "ubuntu", "名": "x", "self_made": "yes"}
    assert outputs["created"] == outputs["parts"]["created"] == f"{image.created_at:%Y-%m-%dT%H:%M:%SZ}"
    assert json.loads(outputs["text"])["size"] == 4
    assert outputs["ids"] == [image.id, image.id]
    assert outputs["named"] == f"{image.id}found"


def test_a_copy_takes_the_properties_tags_and_formats_of_what_was_found(
    stack: Stack, demo1: None, image: Record, images: ImageClient, iso: Path
) -> None:
    def program() -> None:
        found, later = get_image(id=image.id), get_image_output(id=image.id)
        Image("copy", properties=found.properties, tags=found.tags, min_disk=found.min_disk)
        Image("later", properties=later.properties, tags=later.tags, visibility=later.visibility)

    stack.up(program)
    again, _ = stack.preview(program)

    assert again == {"same": 3}
    for key in ("copy", "later"):
        assert images.get(stack.resources()[key]["id"]).properties["os_distro"] == "ubuntu"


def test_what_only_the_service_sets_stands_apart(demo1: None, image: Record, cloud: LocalCloud) -> None:
    found = get_image(id=image.id)

    assert not {"stores", "direct_url", "locations"} & found.properties.keys()
    assert ("stores" in found.server_properties) is not cloud.state.ecl


@pytest.mark.parametrize("value", [lambda out: out, lambda out: [out], lambda out: {"a": [out]}])
@pytest.mark.parametrize(
    ("ask", "twin"),
    [(get_image, "get_image_output"), (find_image, "get_images_output"), (get_images, "get_images_output")],
)
def test_a_filter_that_is_an_output_names_the_function_that_takes_it(ask: Any, twin: Any, value: Any) -> None:
    said = []

    @mocks.test  # type: ignore[untyped-decorator]
    def program() -> None:
        with pytest.raises(pulumi.RunError) as error:
            ask(properties=value(pulumi.Output.from_input("x")))
        said.append(str(error.value))

    mocks.set_mocks(Answers({}))
    program()

    assert said == [f"image lookup: properties is an output, whose value comes later: use {twin}"]


class Answers(mocks.Mocks):
    """A test's own cloud: an answer by token; what was asked, and the inputs of resources."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self.answers = answers
        self.asked: list[tuple[Any, ...]] = []
        self.inputs: list[Any] = []

    def call(self, args: Any) -> Any:
        self.asked.append((args.token, args.args, args.provider))
        return self.answers.get(args.token, {})

    def new_resource(self, args: Any) -> tuple[str, Any]:
        self.inputs.append(args.inputs)
        return f"{args.name}-id", args.inputs


@pytest.fixture(autouse=True)
def _unmocked() -> Iterator[None]:
    """Mocks hold for the process: the tests that follow in it are to ask the real service."""
    yield
    pulumi.runtime.settings.reset_options()


@pytest.fixture
def mocked(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Run a program under mocks; a cloud that would be asked does not exist."""
    monkeypatch.setenv("OS_CLOUD", "no-such-cloud")

    def running(answers: Mapping[str, Any], program: Program) -> Any:
        answering = Answers(answers)
        got: list[Any] = []
        mocks.set_mocks(answering)

        @mocks.test  # type: ignore[untyped-decorator]
        def run() -> Any:
            result = program()
            return pulumi.Output.from_input(result).apply(got.append)

        run()
        return answering, got[0] if got else None

    return running


def test_under_mocks_every_lookup_gets_the_tests_answer(mocked: Callable[..., Any]) -> None:
    one: dict[str, Any] = {"id": ID, "name": "noble", "properties": {"a": "b"}}
    every = {"images": [{"id": ID}]}
    answers: dict[str, Any] = {"ecl:index:getImage": one, "ecl:index:getImages": (every, [])}

    answering, got = mocked(
        answers,
        lambda: [
            get_image(name="noble"),
            get_image_output(name=pulumi.Output.from_input("noble")),
            find_image(name="noble"),
            get_images(tags=["lts"]),
            get_images_output(tags=["lts"]),
        ],
    )

    expected = GetImageResult(**one)
    assert got == [expected, expected, expected, [GetImageResult(id=ID)], [GetImageResult(id=ID)]]
    assert got[1].name == "noble"
    assert got[3][0].tags == []
    assert [asked for asked in answering.asked if asked[0] == "ecl:index:getImage"] == [
        ("ecl:index:getImage", {"name": "noble"}, "")
    ] * 3


@pytest.mark.parametrize("answer", [{}, None, ({}, []), (None, None)])
def test_a_test_that_answers_nothing_is_told_what_to_answer(mocked: Callable[..., Any], answer: Any) -> None:
    with pytest.raises(pulumi.RunError, match=r"Mocks.call must answer ecl:index:getImage with the image"):
        mocked({"ecl:index:getImage": answer}, lambda: get_image(name="noble"))
    with pytest.raises(pulumi.RunError, match=r"Mocks.call must answer ecl:index:getImages with"):
        mocked({"ecl:index:getImages": answer}, lambda: get_images(name="noble"))

    assert mocked({"ecl:index:getImage": answer}, lambda: [find_image(name="noble")])[1] == [None]


def test_a_tests_refusal_and_a_bad_filter_are_one_line_under_mocks_too(mocked: Callable[..., Any]) -> None:
    with pytest.raises(pulumi.RunError, match="image lookup: name: no such image"):
        mocked({"ecl:index:getImage": ({}, [("name", "no such image")])}, lambda: get_image(name="noble"))
    misspelt: dict[str, Any] = {"nmae": "noble"}
    with pytest.raises(pulumi.RunError, match="there is no filter 'nmae'"):
        mocked({}, lambda: get_image(**misspelt))


def test_a_whole_result_is_an_input_of_any_resource(mocked: Callable[..., Any]) -> None:
    def program() -> None:
        found = get_image(name="noble")
        pulumi.CustomResource("a:index:Any", "any", {"one": found, "all": [found], "later": get_image_output(id=ID)})

    answers = {"ecl:index:getImage": {"id": ID, "size": 4}}
    answering = Answers(answers)
    mocks.set_mocks(answering)
    mocks.test(program)()

    (inputs,) = answering.inputs
    assert inputs["one"] == inputs["later"] == inputs["all"][0]
    assert (inputs["one"]["id"], inputs["one"]["size"]) == (ID, 4)
