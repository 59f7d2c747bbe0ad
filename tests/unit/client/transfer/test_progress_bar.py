from __future__ import annotations

import io

from rich.console import Console

from ecl_pulumi_images.client import ProgressBar


def _console(*, terminal: bool) -> Console:
    return Console(file=io.StringIO(), force_terminal=terminal, width=100)


def test_the_bar_shows_the_name_and_the_bytes() -> None:
    console = _console(terminal=True)
    with ProgressBar("noble[1].qcow2", console=console) as bar:
        bar(1 << 20, 4 << 20)
        bar(4 << 20, 4 << 20)

    shown = console.file.getvalue()  # type: ignore[attr-defined]  # a StringIO
    assert "noble[1].qcow2" in shown
    assert "4.0/4.0 MiB" in shown


def test_the_bar_takes_a_total_that_nobody_knows() -> None:
    console = _console(terminal=True)
    with ProgressBar("pipe", console=console) as bar:
        bar(3 << 20, None)

    assert "3.0/? MiB" in console.file.getvalue()  # type: ignore[attr-defined]  # a StringIO


def test_nothing_is_drawn_where_there_is_no_terminal() -> None:
    console = _console(terminal=False)
    with ProgressBar("log", console=console) as bar:
        bar(1, 1)

    assert console.file.getvalue() == ""  # type: ignore[attr-defined]  # a StringIO
