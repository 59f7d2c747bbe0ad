"""The quick start in YAML, TypeScript and Go runs on the native plugin, from its own folder, as a user runs it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ecl_pulumi_images.client import ImageClient, NotFound
from ecl_pulumi_images.localcloud import LocalCloud
from tools.language_hosts import NoHost

from .conftest import clean
from .languages import HOSTS, Prepared
from .stack import changes

pytestmark = pytest.mark.engine_only


@pytest.fixture(params=sorted(HOSTS))
def example(
    request: pytest.FixtureRequest, tmp_path: Path, cloud: LocalCloud, admin: ImageClient
) -> Iterator[Prepared]:
    """One example's project, ready to run; the images that a test leaves are removed."""
    settings = {**cloud.environment("demo1"), "OS_CLIENT_CONFIG_FILE": str(cloud.clouds_yaml)}
    try:
        stack = Prepared(request.param, tmp_path, settings)
    except NoHost as reason:
        pytest.skip(str(reason))
    yield stack
    clean(stack, admin)


def test_the_quick_start_is_sound_and_makes_changes_and_removes_an_image(
    example: Prepared, images: ImageClient, iso: Path
) -> None:
    example.check()
    shutil.copy(iso, example.folder / "seed.iso")
    example.set(image="seed.iso")  # a relative path is one in the project's folder
    assert example.planned() == {"create": 2}

    made = images.get(example.up().outputs["id"].value)

    assert (made.status, made.name, made.tags) == ("active", "quickstart", ("quickstart",))
    assert made.properties["os_distro"] == "ubuntu"
    assert changes(example.up()) == {}
    example.set(name="noble")
    example.tag("lts")
    assert changes(example.up()) == {"update": 1}
    assert (images.get(made.id).name, images.get(made.id).tags) == ("noble", ("lts",))
    example.destroy()
    with pytest.raises(NotFound):
        images.get(made.id)
