"""The hash of a file goes with the path that arrives, whatever a transformation did to it on its way."""

import hashlib
import pwd
from pathlib import Path
from typing import Any

import pytest

from ecl_pulumi_images.acts.checking import check
from ecl_pulumi_images.lifecycle.data.content_hash import content_hash
from ecl_pulumi_images.lifecycle.data.declared_file import PROGRAM, with_its_hash
from ecl_pulumi_images.lifecycle.data.local_file import located

HASH = "sha512:" + "a" * 128


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "noble.img"
    path.write_bytes(b"data")
    return path


@pytest.fixture
def homeless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A container's user: no HOME, and an id without a name."""

    def nobody(uid: int) -> None:
        raise KeyError(uid)

    for name in ("HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", nobody)


def given(path: Path | str, hashed: int | str | None, content: str | None = HASH, **more: Any) -> dict[str, Any]:
    return {"local_file_path": str(path), "content_hash": content, PROGRAM: {"folder": "/", "hashed": hashed}, **more}


def real(path: Path) -> str:
    return "sha512:" + hashlib.sha512(path.read_bytes()).hexdigest()


def test_the_programs_hash_is_believed_for_the_path_that_it_belongs_to(file: Path) -> None:
    assert with_its_hash(given(file, str(file))) == {"local_file_path": str(file), "content_hash": HASH}


@pytest.mark.parametrize("hashed", ["/another.img", None, 5])
def test_a_file_that_the_program_has_not_hashed_is_hashed(file: Path, hashed: int | str | None) -> None:
    assert with_its_hash(given(file, hashed))["content_hash"] == real(file)


def test_a_file_without_a_hash_is_hashed(file: Path) -> None:
    assert with_its_hash({"local_file_path": str(file)})["content_hash"] == real(file)


def test_a_hash_without_a_file_says_nothing() -> None:
    assert with_its_hash({"content_hash": HASH, "image_source_url": "u"}) == {"image_source_url": "u"}


@pytest.mark.parametrize("value", ["", 5, ["a"], {"a": "b"}, None])
def test_what_is_no_path_is_left_to_the_check(value: Any) -> None:
    assert with_its_hash({"local_file_path": value, "content_hash": HASH}) == {"local_file_path": value}


@pytest.mark.parametrize("program", ["text", ["folder"], 5])
def test_a_programs_word_that_is_none_is_passed_over(file: Path, program: Any) -> None:
    inputs = with_its_hash({"local_file_path": str(file), "content_hash": HASH, PROGRAM: program})

    assert inputs == {"local_file_path": str(file), "content_hash": real(file)}


def test_a_relative_path_is_in_the_programs_folder(file: Path) -> None:
    program = {"folder": str(file.parent), "hashed": "/another.img"}

    assert with_its_hash({"local_file_path": file.name, PROGRAM: program}) == {
        "local_file_path": str(file),
        "content_hash": real(file),
    }


def test_an_ignored_file_that_is_gone_keeps_the_hash_in_the_state() -> None:
    before = {"local_file_path": "/gone.img", "content_hash": HASH}

    assert with_its_hash(given("/gone.img", "/another.img", "sha512:b"), before) == before


def test_a_file_that_is_gone_and_not_ignored_is_refused() -> None:
    before = {"local_file_path": "/gone.img", "content_hash": HASH, "disk_format": "raw", "container_format": "bare"}

    inputs = with_its_hash(given("/gone.img", "/gone.img", None), before)

    assert [failure.reason for failure in check(inputs, before=before)[1]] == ["'/gone.img' does not exist"]


def test_a_path_in_a_home_folder_that_is_not_known_is_refused_by_name(homeless: None) -> None:
    inputs = with_its_hash({"local_file_path": "~/noble.img"})

    [failure] = check(inputs)[1]

    assert failure.property == "local_file_path"
    assert failure.reason == "'~/noble.img' begins with a home folder that is not known here: write the whole path"


@pytest.mark.parametrize("path", ["~nobody-of-that-name/a.img", "~"])
def test_a_home_folder_that_there_is_not_is_no_traceback(homeless: None, path: str) -> None:
    assert located(path) == path


def test_without_a_home_folder_a_file_is_hashed_and_nothing_remembered(homeless: None, file: Path) -> None:
    assert content_hash(file) == content_hash(file) == real(file)


@pytest.mark.parametrize(
    ("path", "folder", "absolute"),
    [
        ("/a//b/./c", None, "/a/b/c"),
        ("b", "/a", "/a/b"),
        ("./b", "/a", "/a/b"),
        ("/b", "/a", "/b"),
        ("ü b", "/a", "/a/ü b"),
    ],
)
def test_a_path_is_made_absolute_without_looking_at_the_disk(path: str, folder: str | None, absolute: str) -> None:
    assert located(path, folder) == absolute


def test_a_path_that_no_file_can_have_is_refused_by_name() -> None:
    [failure] = check(with_its_hash({"local_file_path": "/a\0b"}))[1]

    assert (failure.property, failure.reason) == ("local_file_path", "'/a\\x00b' cannot be read: embedded null byte")
