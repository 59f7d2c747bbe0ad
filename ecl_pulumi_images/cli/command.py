"""`ecl-images`: the commands, each imported when it is called, and what every one does with an error."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version

import click

from ecl_pulumi_images.client import ImageServiceError
from ecl_pulumi_images.client.words import one_line

from .exit_code import FAILED, INTERRUPTED, exit_code

#: The commands, and the modules whose `command` they are.
COMMANDS = {"adopt": "adopt_command", "plugin": "plugin"}


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  as click declares it
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = import_module(f"{__package__}.{COMMANDS[cmd_name]}").command
        return found


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("ecl-pulumi-images"), prog_name="ecl-images")
def ecl_images() -> None:
    """Images of NTT Enterprise Cloud 2.0 and of every OpenStack Glance v2 cloud.

    Which cloud, and as whom: a cloud of clouds.yaml (--cloud or OS_CLOUD), or the OS_* variables.
    """


def main(words: Sequence[str] | None = None) -> int:
    """Run the command line. Returns the exit code; an error is one line on standard error (exit_code.py)."""
    try:
        code = ecl_images.main(words, prog_name="ecl-images", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return error.exit_code
    except click.ClickException as error:
        return _told(_usage(error), error.exit_code)
    except click.Abort:
        return INTERRUPTED
    except BrokenPipeError:  # whoever read has read enough; Python must not write the rest when it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except (ImageServiceError, OSError, ValueError) as error:
        return _told(str(error), exit_code(error))
    return code if isinstance(code, int) else 0


def _usage(error: click.ClickException) -> str:
    context = error.ctx if isinstance(error, click.UsageError) else None
    return error.format_message() + (f" See: {context.command_path} --help" if context else "")


def _told(problem: str, code: int) -> int:
    click.echo(f"error: {one_line(problem)}", err=True)
    return code
