"""The command line: `python -m ecl_pulumi_images.localcloud up | down | status | env`."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Callable, Sequence

from . import shell
from .accounts import PASSWORDS
from .cloud import LocalCloud
from .errors import LocalCloudError

_PROGRAM = "python -m ecl_pulumi_images.localcloud"
_STATE = ".work/localcloud"


def _up(options: argparse.Namespace) -> int:
    cloud = LocalCloud(options.state, ecl=options.ecl)
    if not cloud.is_up():
        cloud.start(new_ports=options.new_ports)
    where = "" if options.state == _STATE else f" --state {shlex.quote(options.state)}"
    _say(f'{_describe(cloud)}. Use it: eval "$({_PROGRAM} env{where})". Stop it: {_PROGRAM} down{where}')
    return 0


def _down(options: argparse.Namespace) -> int:
    LocalCloud(options.state).stop()
    return 0


def _status(options: argparse.Namespace) -> int:
    cloud = LocalCloud(options.state)
    if cloud.is_up():
        _say(f"{_describe(cloud)}, clouds.yaml {cloud.clouds_yaml}")
        return 0
    _say(f"no local cloud is up in {cloud.state.root}")
    return 1


def _env(options: argparse.Namespace) -> int:
    cloud = LocalCloud(options.state)
    if not cloud.is_up():  # nothing for `eval` then: stale settings would lead to nowhere, or to another cloud
        raise LocalCloudError(f"no local cloud is up in {cloud.state.root}: start one with {_PROGRAM} up")
    _say("\n".join(shell.lines(cloud.environment(options.name), os.environ)))
    return 0


def _describe(cloud: LocalCloud) -> str:
    return f"local cloud up: Keystone {cloud.auth_url}, Glance {cloud.image_url}"


def _say(text: str) -> None:
    print(text)  # noqa: T201 - a command line tool prints


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=_PROGRAM, description="A real Keystone and Glance on loopback.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, action: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("--state", default=_STATE, metavar="DIR", help=f"its folder (default: {_STATE})")
        command.set_defaults(action=action)
        return command

    up = add("up", _up, "start it; databases, images and ports are those of the last time")
    up.add_argument("--new-ports", action="store_true", help="choose ports anew")
    up.add_argument("--ecl", action="store_true", help="behave as NTT Enterprise Cloud's image service")
    add("down", _down, "stop it and keep its folder")
    add("status", _status, "exit with 0 while it is up, with 1 when it is not")
    env = add("env", _env, "print commands for a shell: an account's OS_* variables, and no others")
    env.add_argument("name", nargs="?", default="demo1", choices=tuple(PASSWORDS), help="default: demo1")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 when it did what it says, 1 with one line on stderr when not."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.action(options)
    except LocalCloudError as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201 - a command line tool prints
        return 1
    except KeyboardInterrupt:
        return 130
    return code


if __name__ == "__main__":
    sys.exit(main())
