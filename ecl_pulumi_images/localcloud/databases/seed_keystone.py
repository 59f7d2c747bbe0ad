"""A program: fill a new Keystone database. `python -m ecl_pulumi_images.localcloud.databases.seed_keystone CONF`

It does what `keystone-manage db_sync`, `keystone-manage bootstrap` and a dozen API calls would, but imports
Keystone once: that costs more than all the rest. The calls go to the application directly, without a server.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from ..accounts import PASSWORDS, REGION, SERVICE_PASSWORD, SERVICE_PROJECT, SERVICE_USER, login
from ..servers.lifeline import follow

_LATER = "http://127.0.0.1"  # the real URLs are set at each start


class Api:
    """Keystone's REST API with the administrator's token."""

    def __init__(self, application: Any) -> None:
        """Authenticate as admin."""
        self._client = import_module("werkzeug.test").Client(application)
        answer = self._client.post("/v3/auth/tokens", json=login("admin"))
        self._headers = {"X-Auth-Token": answer.headers["X-Subject-Token"]}
        self.roles = {role["name"]: role["id"] for role in self._call("GET", "/roles")["roles"]}

    def _call(self, method: str, path: str, json: Any = None) -> Any:
        answer = self._client.open(f"/v3{path}", method=method, json=json, headers=self._headers)
        if answer.status_code >= 300:
            raise SystemExit(f"{method} {path}: {answer.status} {answer.text}")
        return answer.json

    def make(self, kind: str, **fields: Any) -> str:
        """Create one thing and return its id."""
        made: str = self._call("POST", f"/{kind}s", {kind: fields})[kind]["id"]
        return made

    def account(self, name: str, password: str, project_name: str, *roles: str) -> None:
        """Create a project and a user with these roles in it."""
        project = self.make("project", name=project_name, domain_id="default")
        user = self.make("user", name=name, password=password, domain_id="default", default_project_id=project)
        for role in roles:
            self._call("PUT", f"/projects/{project}/users/{user}/roles/{self.roles[role]}")


def _bootstrap() -> list[str]:
    """keystone-manage's command that makes the administrator and the identity service's entry."""
    command = ["bootstrap", "--bootstrap-password", PASSWORDS["admin"], "--bootstrap-region-id", REGION]
    for interface in ("public", "internal", "admin"):
        command += [f"--bootstrap-{interface}-url", _LATER]
    return command


def _fill(folder: Path) -> None:
    """Add the accounts and the image service's entry."""
    sys.argv = sys.argv[:1]  # Keystone would read our argument as its own
    os.environ["OS_KEYSTONE_CONFIG_DIR"] = str(folder)
    api = Api(import_module("keystone.wsgi.api").application)
    api.account(SERVICE_USER, SERVICE_PASSWORD, SERVICE_PROJECT, "admin", "service")
    for name in ("demo1", "demo2"):
        api.account(name, PASSWORDS[name], name, "member")
    image = api.make("service", type="image", name="glance")
    for interface in ("public", "internal", "admin"):
        api.make("endpoint", interface=interface, service_id=image, region_id=REGION, url=_LATER)


def _apart(action: Callable[..., object], *arguments: object) -> None:
    """Do it in a fork: Keystone's global settings allow one command a process, but the imports are shared."""
    child = os.fork()
    if child == 0:
        try:
            action(*arguments)
        except BaseException:  # noqa: BLE001 - a fork must not return into its parent's code
            traceback.print_exc()
            sys.stderr.flush()
            os._exit(1)
        os._exit(0)
    if os.waitpid(child, 0)[1] != 0:
        raise SystemExit(1)


def main(conf: Path) -> None:
    """Fill the database that `conf` names."""
    follow(lambda: os.killpg(0, signal.SIGKILL))
    gc.disable()
    manage = import_module("keystone.cmd.cli").main
    import_module("keystone.server.flask.application")
    for command in (["db_sync"], _bootstrap()):
        _apart(manage, ["keystone-manage", "--config-file", str(conf), *command])
    _apart(_fill, conf.parent)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
