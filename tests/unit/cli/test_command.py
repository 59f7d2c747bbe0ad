"""What every command of `ecl-images` does with errors, and what it costs those who do not call it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import click
import pytest

from ecl_pulumi_images.cli import command
from ecl_pulumi_images.cli.command import COMMANDS, main
from ecl_pulumi_images.client import (
    BadSource,
    ConfigurationError,
    ConnectionFailed,
    Forbidden,
    ImageServiceError,
    NotFound,
    RateLimited,
    ServerError,
    Unauthorized,
)

Failing = Callable[[BaseException], int]


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Failing:
    """Lets `ecl-images fail` raise an error."""

    def fail(error: BaseException) -> int:
        @click.command("fail")
        def raising() -> None:
            raise error

        monkeypatch.setattr(command._Commands, "get_command", lambda *_: raising)
        return main(["fail"])

    return fail


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0
    assert name in capsys.readouterr().out


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ConfigurationError("x"), 1),
        (BadSource("x"), 1),
        (FileExistsError("x"), 1),
        (ValueError("x"), 1),
        (click.UsageError("x"), 2),
        (NotFound("x"), 3),
        (Unauthorized("x"), 4),
        (Forbidden("x"), 4),
        (ConnectionFailed("x"), 5),
        (ServerError("x"), 5),
        (RateLimited("x"), 5),
        (click.Abort(), 130),
        (KeyboardInterrupt(), 130),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else str(value),
)
def test_an_exit_code_tells_what_to_do_next(failing: Failing, error: BaseException, code: int) -> None:
    assert failing(error) == code


@pytest.mark.parametrize("kind", [ImageServiceError, ValueError, OSError, click.UsageError])
def test_an_error_is_one_line_whatever_it_quotes(
    failing: Failing, capsys: pytest.CaptureFixture[str], kind: type[Exception]
) -> None:
    failing(kind("no image 'a\x1b[2J\r\nerror: b\u2028\u202e'"))

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert said.err.startswith("error: no image")
    assert said.err.rstrip("\n").isprintable()


@pytest.mark.parametrize("words", [["lst"], ["--verison"], ["adopt", "--no-such"]])
def test_wrong_usage_is_code_2_and_says_where_help_is(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert capsys.readouterr().err.endswith(" --help\n")


def test_without_a_command_there_is_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "adopt" in capsys.readouterr().err


def test_the_package_can_be_used_without_importing_what_only_the_command_needs() -> None:
    program = (
        "import sys, ecl_pulumi_images.client.client, ecl_pulumi_images.resources.image\n"
        "import ecl_pulumi_images.provider.image\n"
        "print([name for name in ('click', 'rich', 'ecl_pulumi_images.cli') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "[]"


def test_a_reader_who_has_read_enough_gets_no_traceback() -> None:
    program = "from ecl_pulumi_images.cli.command import main; raise SystemExit(main(['--help']))"
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        said = process.stderr.read()

    assert (process.returncode, said) == (1, b"")


def test_the_module_is_the_same_command() -> None:
    line = [sys.executable, "-m", "ecl_pulumi_images", "--version"]

    assert "ecl-images, version" in subprocess.run(line, capture_output=True, text=True, check=True).stdout
