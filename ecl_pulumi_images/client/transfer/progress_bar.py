"""A progress bar for terminals, ready to be given as `progress`."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress as RichProgress


class ProgressBar:
    """A bar with bytes, speed and time left; a context manager that is also the callable.

        with ProgressBar("noble.qcow2") as bar:
            images.upload(image.id, "noble.qcow2", progress=bar)

    description: the words before the bar. console: where it is drawn; by default standard error, and only on a
    terminal.
    """

    def __init__(self, description: str = "", *, console: Console | None = None) -> None:
        self._bar = _bar(console)
        self._task = self._bar.add_task(description, total=None)

    def __enter__(self) -> ProgressBar:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def __call__(self, done: int, total: int | None) -> None:
        """Show that `done` of `total` bytes have been moved; None for a total that nobody knows."""
        self._bar.update(self._task, completed=done, total=total)


def _bar(console: Console | None) -> RichProgress:
    from rich import progress
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    console = console or Console(stderr=True)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn(binary_units=True))
    hidden = not console.is_terminal
    return progress.Progress(*columns, TransferSpeedColumn(), TimeRemainingColumn(), console=console, disable=hidden)
