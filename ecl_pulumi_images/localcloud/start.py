"""The steps of a start, in the order in which they are taken."""

from __future__ import annotations

import subprocess
from contextlib import ExitStack
from importlib.util import find_spec

from .accounts import write_clouds_yaml
from .databases.endpoints import point_endpoints
from .databases.golden import seed, versions
from .errors import LocalCloudError
from .servers import servers
from .servers.configuration import write_glance, write_keystone
from .servers.ports import listen, url
from .servers.readiness import await_services
from .state import State

SERVICES = ("keystone", "glance")


def require_packages() -> None:
    """Refuse to go on without the extra."""
    missing = [name for name in (*SERVICES, "gunicorn") if find_spec(name) is None]
    if missing:
        raise LocalCloudError(
            f"the local cloud needs {', '.join(missing)}; in a clone of ecl-pulumi-images: pip install '.[localcloud]'"
        )


def prepare(state: State) -> None:
    """Give a new state its databases; a saved one must be of the versions that are installed."""
    saved = state.read().get("versions")
    if saved is None:
        seed(state)
    elif saved != versions():
        raise LocalCloudError(
            f"{state.root} is of {saved}, but {versions()} is installed: remove it, or choose another"
        )


def launch(
    state: State,
    lock: int,
    lifeline: int | None,
    processes: list[subprocess.Popen[bytes]],
    *,
    new_ports: bool,
) -> None:
    """Start both servers, on the ports of the last time or on free ones, and add them to `processes`."""
    saved = state.read()
    with ExitStack() as stack:  # the servers have the sockets then, and this process lets go of them
        listeners = {}
        for service in SERVICES:
            port = 0 if new_ports else saved.get(service, {}).get("port", 0)
            listeners[service] = stack.enter_context(listen(port, service))
        _configure(state, url(listeners["keystone"]), url(listeners["glance"]))
        record = {"versions": versions(), "ready": False, "ecl": state.ecl}
        for service, listener in listeners.items():
            process = servers.start(service, state, listener, lock, lifeline)
            processes.append(process)
            record[service] = {"port": listener.getsockname()[1], "pid": process.pid}
            state.write(record)


def _configure(state: State, keystone_url: str, glance_url: str) -> None:
    auth_url = f"{keystone_url}/v3"
    point_endpoints(state.keystone / "keystone.db", {"identity": auth_url, "image": glance_url})
    write_keystone(state)
    write_glance(state, keystone_url)
    write_clouds_yaml(state.clouds_yaml, auth_url)


def await_servers(state: State) -> None:
    """Return when both do their work, and write that down."""
    record = state.read()
    await_services(state, {service: record[service]["port"] for service in SERVICES})
    state.write(record | {"ready": True})
