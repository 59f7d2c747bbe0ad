"""A configuration that speaks for another project than the state is noticed without a request."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ecl_pulumi_images.acts.configuration import Configuration
from ecl_pulumi_images.acts.tenant import elsewhere
from ecl_pulumi_images.client.settings.named_project import project_of

CLOUDS = """
clouds:
  a: {auth: {auth_url: http://h, username: u, password: p, project_id: PRJ-A}}
  b: {auth: {auth_url: http://h, username: u, password: p, tenant_name: b}}
  key: {auth: {auth_url: http://h, application_credential_id: i, application_credential_secret: s}}
  odd: 5
"""


@pytest.fixture
def variables(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "clouds.yaml").write_text(CLOUDS)
    return {"OS_CLIENT_CONFIG_FILE": str(tmp_path / "clouds.yaml")}


WHERE = {"OS_AUTH_URL": "http://h", "OS_USERNAME": "u", "OS_PASSWORD": "p"}


@pytest.mark.parametrize(
    ("given", "environment", "project"),
    [
        ({"cloud": "a"}, {}, {"project_id": "PRJ-A"}),
        ({"cloud": "b"}, {}, {"project_name": "b"}),
        ({"cloud": "b", "project_id": "PRJ-D"}, {}, {"project_id": "PRJ-D"}),
        ({"cloud": "a"}, {"OS_PROJECT_ID": "PRJ-E"}, {"project_id": "PRJ-A"}),
        ({}, {"OS_CLOUD": "b"}, {"project_name": "b"}),
        ({}, {**WHERE, "OS_PROJECT_NAME": "e"}, {"project_name": "e"}),
        ({"project_id": "PRJ-D"}, WHERE, {"project_id": "PRJ-D"}),
        ({}, {"OS_PROJECT_NAME": "e"}, {}),
        ({"cloud": "key", "project_id": "PRJ-D"}, {}, {}),
        ({"cloud": "odd"}, {}, {}),
        ({"cloud": "none"}, {}, {}),
        ({"cloud": "a", "password": "x"}, {}, {}),
    ],
)
def test_the_project_is_told_where_the_settings_say_it(
    variables: dict[str, str], given: dict[str, str], environment: dict[str, str], project: dict[str, str]
) -> None:
    assert dict(project_of([("stack", given)], variables | environment)) == project


@pytest.mark.parametrize("content", ["clouds: [", "[]", "", "clouds: {a: null}"])
def test_a_file_of_another_shape_tells_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / "clouds.yaml").write_text(content)

    assert dict(project_of([("s", {"cloud": "a"})], {"OS_CLIENT_CONFIG_FILE": str(tmp_path / "clouds.yaml")})) == {}


OLDS = {"owner": "PRJ-A", "project_name": "a"}


@pytest.mark.parametrize(
    ("configured", "olds", "news", "noticed"),
    [
        ({"project_id": "PRJ-B"}, OLDS, {}, True),
        ({"project_name": "b"}, OLDS, {}, True),
        ({"project_id": "PRJ-A"}, OLDS, {}, False),
        ({"project_name": "a"}, OLDS, {}, False),
        ({}, OLDS, {}, False),
        ({"project_id": "PRJ-B"}, {}, {}, False),
        ({"project_name": "b"}, {"owner": "PRJ-A"}, {}, False),
        ({"project_id": "PRJ-B"}, OLDS, {"owner": "PRJ-A"}, False),
        ({"project_id": "PRJ-B"}, {**OLDS, "adopt": "i"}, {}, False),
    ],
)
def test_another_project_is_noticed_only_where_both_are_known(
    configured: dict[str, str], olds: dict[str, str], news: dict[str, Any], noticed: bool
) -> None:
    assert (elsewhere(configured, olds, news) is not None) is noticed


def test_it_is_said_once_for_all_resources() -> None:
    configuration = Configuration({"project_id": "PRJ-B", "auth_url": "http://h"})

    said = [configuration.another_tenant(OLDS, {}) for _ in range(100)]

    assert "made by project PRJ-A, but the configuration is for project PRJ-B" in str(said[0])
    assert said[1:] == [None] * 99


def test_a_glimpse_costs_no_import_of_openstacksdk_or_keystoneauth() -> None:
    program = "import sys, ecl_pulumi_images.client.settings.named_project; print([*map(str, sys.modules)])"

    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert "'openstack.config'" not in loaded
    assert "'keystoneauth1'" not in loaded
