"""One row, or a few, for each input of `Image`: what a change of it does, and what a hand can do to it.

`before` and `after` are the value at creation and the changed one; all else of the image is `beside`.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ecl_pulumi_images.client import (
    Image,
    ImageClient,
    ReplaceImageField,
    ReplaceImageName,
    ReplaceImageTags,
    UpdateImageProperty,
)
from tests.support.publisher import PASSWORD, USER

ONE, TWO = (b"disk one " * 500, b"disk two " * 500)
DATA = {"one": ONE, "moved": ONE, "two": TWO, "release": ONE, "one.gz": gzip.compress(ONE, mtime=0)}


class File(NamedTuple):
    """The path of a local file that holds DATA of this name."""

    name: str


class Url(NamedTuple):
    """A URL that gives DATA of this name; once all is created, "release" gives TWO."""

    path: str


class Project(NamedTuple):
    """The id of this account's project."""

    account: str


class Existing(NamedTuple):
    """The id of an image that somebody made by hand."""


class Held(NamedTuple):
    """The id of an image with DATA of this name that somebody made by hand."""

    name: str


class NewId(NamedTuple):
    """A UUID that no image ever had; the same for the same name."""

    name: str


class Change(NamedTuple):
    """Docs' word for it, what the engine does to the resource, and what that asks of the service."""

    word: str
    ops: frozenset[str]
    asks: tuple[str, ...] | None = None  # None: as many requests as a new image takes


PATCH = Change("patch", frozenset({"update"}), ("PATCH ID", "GET ID"))
STATE_ONLY = Change("state only", frozenset({"update"}), ())
NOTHING = Change("nothing", frozenset({"same"}), ())
REPLACE = Change("replace", frozenset({"create-replacement", "replace", "delete-replaced"}))
DEACTIVATE = Change("deactivate", frozenset({"update"}), ("GET ID", "POST ID/actions/deactivate", "GET ID"))
REACTIVATE = Change("reactivate", frozenset({"update"}), ("GET ID", "POST ID/actions/reactivate", "GET ID"))

Hand = Callable[[ImageClient, str], object]
Look = Callable[[Image], Any]


@dataclass(frozen=True)
class Row:
    """drift: how a hand changes on the service what `after` declares, or why none can.
    look: where the service's record shows the input; it then shows `held` before and after the change, which are the
    declared values unless said otherwise. None where the service knows nothing of the input.
    old: Enterprise Cloud's Image API knows the field. shown: the input is an output too.
    """

    input: str
    before: Any
    after: Any
    change: Change
    drift: Hand | str
    look: Look | None
    case: str = ""
    held: tuple[Any, Any] | None = None
    beside: Mapping[str, Any] = field(default_factory=dict)
    account: str = "demo1"
    old: bool = True
    shown: bool = True

    @property
    def drifts(self) -> bool:
        """A hand can change it."""
        return callable(self.drift)

    @property
    def key(self) -> str:
        """The name of the resource, and of the row in the tests' names."""
        return f"{self.input} {self.case}".strip().replace(" ", "-")


def the(name: str) -> Look:
    """The field of this name."""
    return lambda record: getattr(record, name)


def md5(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def patch(name: str, value: Any) -> Hand:
    """Another value for a field, by hand."""
    return lambda images, image_id: images.update(image_id, [ReplaceImageField(name, value)])


CONTENT = the("checksum")
FIXED_DATA = "a service never changes the data of an image that has some"
NOT_TOLD = "only the state knows it"
WINDOWS, RED_HAT = "WindowsServer_2012R2_Standard_64_ComLicense", "RedHatEnterpriseLinux_7_64_BYOL"


def retag(images: ImageClient, image_id: str) -> None:
    """Other tags, by hand."""
    images.update(image_id, [ReplaceImageTags(["by hand"])])


def sha256(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def data_row(name: str, before: Any, after: Any, change: Change, held: tuple[bytes, bytes], **more: Any) -> Row:
    """An input that decides on the data."""
    looks = {"look": CONTENT, "held": (md5(held[0]), md5(held[1]))}
    return Row(name, before, after, change, **{"drift": FIXED_DATA, **looks, **more})


def field_row(name: str, before: Any, after: Any, by_hand: Any, **more: Any) -> Row:
    """A field of the image that a PATCH changes."""
    return Row(name, before, after, PATCH, **{"drift": patch(name, by_hand), "look": the(name), **more})


def kept_row(name: str, before: Any, after: Any, change: Change, **more: Any) -> Row:
    """An input that only the state keeps."""
    return Row(name, before, after, change, **{"drift": NOT_TOLD, "look": None, **more})


_FILE = {"local_file_path": File("one")}
_STAGED = {**_FILE, "method": "glance-direct"}
_FETCHED = {"image_source_url": Url("one"), "disk_format": "raw"}
_PRIVATE = {
    "image_source_url": Url("private/one"),
    "image_source_username": USER,
    "image_source_password": PASSWORD,
}
_ELSEWHERE = {
    "method": "glance-download",
    "glance_image_id": Held("one"),
    "glance_region": "RegionOne",
    "disk_format": "raw",
}
_KEEPS_ONE = (ONE, ONE)

ROWS = (
    field_row("name", "n1", "n2", None, drift=lambda images, id_: images.update(id_, [ReplaceImageName("by hand")])),
    data_row("local_file_path", File("one"), File("two"), REPLACE, (ONE, TWO), case="other content"),
    data_row("local_file_path", File("one"), File("moved"), NOTHING, _KEEPS_ONE, case="other path"),
    data_row("image_source_url", Url("one"), Url("two"), REPLACE, (ONE, TWO)),
    data_row(
        "image_source_url", Url("one"), Url("moved"), NOTHING, _KEEPS_ONE,
        case="proved equal", beside={"source_checksum": sha256(ONE)},
    ),
    data_row("image_source_username", USER, "other", NOTHING, _KEEPS_ONE, beside=_PRIVATE, shown=False),
    data_row("image_source_password", PASSWORD, "other", NOTHING, _KEEPS_ONE, beside=_PRIVATE, shown=False),
    data_row(
        "source_checksum", sha256(ONE), sha256(TWO), REPLACE, (ONE, TWO),
        case="of other data", beside={"image_source_url": Url("release")},
    ),
    data_row(
        "source_checksum", sha256(ONE), f"md5:{md5(ONE)}", NOTHING, _KEEPS_ONE,
        case="of the same data", beside={"image_source_url": Url("one")},
    ),
    data_row(
        "decompress", False, True, REPLACE, (DATA["one.gz"], ONE),
        beside={"local_file_path": File("one.gz"), "disk_format": "raw"},
    ),
    data_row("web_download", True, False, NOTHING, _KEEPS_ONE, beside=_FETCHED, case="no more"),
    data_row("web_download", False, True, NOTHING, _KEEPS_ONE, beside=_FETCHED, case="from now on"),
    data_row("glance_image_id", Held("one"), Held("two"), REPLACE, (ONE, TWO), beside=_ELSEWHERE),
    data_row("glance_region", "RegionOne", "RegionTwo", NOTHING, _KEEPS_ONE, beside=_ELSEWHERE),
    data_row("glance_service_interface", "public", "internal", NOTHING, _KEEPS_ONE, beside=_ELSEWHERE),
    data_row("method", "web-download", "upload", NOTHING, _KEEPS_ONE, beside=_FETCHED, case="fetched by the service"),
    data_row("method", "glance-direct", "upload", NOTHING, _KEEPS_ONE, beside=_FILE, case="staged"),
    data_row("method", "auto", "glance-direct", NOTHING, _KEEPS_ONE, beside=_FILE, case="staged if possible"),
    data_row("method", "upload", "auto", NOTHING, _KEEPS_ONE, beside=_FILE, case="uploaded"),
    Row(
        "stores", ["file1"], ["file2"], REPLACE, "copies made later are the service's affair",
        lambda record: record.properties.get("stores"), held=("file1", "file2"), beside=_STAGED, old=False,
    ),
    Row(
        "all_stores", False, True, REPLACE, "copies made later are the service's affair",
        lambda record: sorted(record.properties.get("stores", "").split(",")),
        held=(["file1"], ["file1", "file2"]), beside=_STAGED, case="from now on", old=False,
    ),
    kept_row("all_stores", True, False, STATE_ONLY, beside=_STAGED, case="no more"),
    Row(
        "disk_format", "raw", "ploop", REPLACE, "a service refuses another format for existing data",
        the("disk_format"), beside=_FILE, case="of data",
    ),
    field_row("disk_format", "raw", "qcow2", "iso", case="without data"),
    Row(
        "container_format", "bare", "ovf", REPLACE, "a service refuses another format for existing data",
        the("container_format"), beside=_FILE, case="of data",
    ),
    field_row("container_format", "bare", "ovf", "ova", case="without data"),
    field_row("visibility", "private", "community", "shared"),
    field_row("visibility", "private", "public", "private", case="as admin", account="admin"),
    field_row("protected", True, False, True),
    field_row("os_hidden", False, True, False, old=False),
    field_row("min_disk", 1, 2, 3),
    field_row("min_ram", 0, 512, 64),
    Row(
        "tags", ["b", "a"], ["c", "a"], PATCH, retag,
        lambda record: set(record.tags), held=({"a", "b"}, {"a", "c"}),
    ),
    Row(
        "tags", ["b", "a"], [], PATCH, retag,
        lambda record: set(record.tags), held=({"a", "b"}, set()), case="none",
    ),
    Row(
        "tags", ["b", "a"], ["a", "b"], NOTHING, retag,
        lambda record: set(record.tags), held=({"a", "b"}, {"a", "b"}), case="in another order",
    ),
    Row(
        "properties",
        {"keep": "1", "change": True, "drop": 5}, {"keep": "1", "change": False, "new": 5.0, "x": ""}, PATCH,
        lambda images, id_: images.update(id_, [UpdateImageProperty("replace", "keep", "by hand")]),
        lambda record: {key: record.properties.get(key) for key in ("keep", "change", "drop", "new", "x")},
        held=(
            {"keep": "1", "change": "true", "drop": "5", "new": None, "x": None},
            {"keep": "1", "change": "false", "drop": None, "new": "5", "x": ""},
        ),
    ),
    field_row(
        "owner", Project("demo1"), Project("demo2"), None, account="admin",
        drift=lambda images, id_: images.update(id_, [ReplaceImageField("owner", images.project_id)]),
    ),
    Row("license_switch", WINDOWS, RED_HAT, REPLACE, "a licence is fixed at creation", the("license_switch")),
    Row("image_id", NewId("one"), NewId("two"), REPLACE, "an image keeps its id", the("id")),
    Row("adopt", Existing(), None, NOTHING, "says what happened once", the("name"), held=("adopt",) * 2),
    kept_row("verify_checksum", True, False, STATE_ONLY, beside=_FILE),
    Row(
        "deactivated", False, True, DEACTIVATE, lambda images, id_: images.reactivate(id_),
        lambda record: record.status == "deactivated", beside=_FILE,
    ),
    Row(
        "deactivated", True, False, REACTIVATE, lambda images, id_: images.deactivate(id_),
        lambda record: record.status == "deactivated", beside=_FILE, case="no more",
    ),
    kept_row("force_destroy", False, True, STATE_ONLY),
    kept_row("on_in_use", "fail", "hide", STATE_ONLY),
)  # fmt: skip
