"""`eval "$(python -m ecl_pulumi_images.localcloud env)"` in a real shell leads to the local cloud and nowhere else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ecl_pulumi_images.client.settings.names import ALIASES, NAMES
from ecl_pulumi_images.localcloud import LocalCloud
from ecl_pulumi_images.localcloud.shell import COMPETING, lines

ROOT = Path(__file__).parents[2]
SHELLS = [path for path in ("/bin/sh", "/bin/bash", "/bin/zsh") if Path(path).exists()]

SCRIPT = """
settings=$("$PYTHON" -m ecl_pulumi_images.localcloud env --state "$STATE" "$@") || exit 9
eval "$settings"
exec "$PYTHON" -c '
import json, os
from ecl_pulumi_images import client
print(json.dumps(sorted(name for name in os.environ if name.startswith("OS_"))))
print(client.connect().project_id)
'
"""

ELSEWHERE = {
    "OS_CLOUD": "production",
    "OS_CLIENT_CONFIG_FILE": "/home/me/clouds.yaml",
    "OS_PROJECT_ID": "0" * 32,
    "OS_TENANT_NAME": "production",
    "OS_USER_ID": "1" * 32,
    "OS_TOKEN": "gAAAA",
    "OS_APPLICATION_CREDENTIAL_ID": "2" * 32,
    "OS_APPLICATION_CREDENTIAL_SECRET": 'it\'s; a "secret"',
    "OS_SYSTEM_SCOPE": "all",
    "OS_CACERT": "/no/such",
    "OS_IMAGE_ENDPOINT_OVERRIDE": "http://127.0.0.1:9",
    "OS_AUTH_TYPE": "v3token",
    "OS_SOMETHING_OF_TOMORROW": "line one\nOS_LINE=two",
    "OS_NOT-A-NAME": "x",
}


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("name", ["demo1", "demo2"])
def test_what_is_evaluated_connects_to_the_local_cloud_whatever_was_exported(
    shell: str, name: str, cloud: LocalCloud
) -> None:
    mine = {"PYTHON": sys.executable, "STATE": str(cloud.state.root), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [shell, "-euc", SCRIPT, "script", name], env=os.environ | ELSEWHERE | mine, capture_output=True,
        text=True, check=False,
    )  # fmt: skip

    assert done.stderr == ""
    names, project = done.stdout.splitlines()
    assert json.loads(names) == sorted({*cloud.environment(name), *(["OS_NOT-A-NAME"] if "NOT-A" in names else [])})
    assert project == cloud.projects[name]


@pytest.mark.parametrize("shell", SHELLS)
def test_a_value_of_any_characters_arrives_as_it_is(shell: str) -> None:
    odd = 'it\'s "$HOME" `id` \\ *\n;é'
    script = "\n".join([*lines({"OS_AUTH_URL": odd}, ["OS_CLOUD"]), 'printf %s "$OS_AUTH_URL"'])

    assert subprocess.run([shell, "-euc", script], capture_output=True, text=True, check=True).stdout == odd


def test_every_variable_that_the_client_reads_is_unset_or_set() -> None:
    """Also where what was printed is evaluated elsewhere later, by a shell with other variables."""
    read = {*NAMES, *ALIASES, "client_config_file", "client_secure_file", "cloud_name"}

    assert {f"OS_{name.upper()}" for name in read} <= COMPETING
    assert set(lines({}, [])[0].split()) == {"unset", *COMPETING}
