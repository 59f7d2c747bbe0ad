"""Uploads that stall, are cancelled or time out, and sources that change or fail while they are read."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from ecl_pulumi_images import client
from ecl_pulumi_images.client.transfer.source import Source
from tests.faults.client.transfer.uploads import ACTIVE, DATA, MIB, _write
from tests.support.callers import anonymous
from tests.support.clock import Clock
from tests.support.raw_service import IMAGE, RawService, Reply


def test_a_connection_that_cannot_be_made_costs_a_pipe_nothing(pipe: Path) -> None:
    with RawService([Reply()]) as service:
        url = service.url
    clock = Clock()
    with pytest.raises(client.ConnectionFailed, match="cannot connect"):
        anonymous(url, clock).upload(IMAGE, pipe)

    assert len(clock.slept) == 4


def test_a_service_that_takes_no_more_data_is_given_up(path: Path) -> None:
    blocks = (DATA[start : start + MIB] for start in range(0, len(DATA), MIB))
    with (
        RawService([Reply(None, after=65536, then="hold")]) as service,
        pytest.raises(client.ConnectionFailed, match="took no data for"),
    ):
        anonymous(service.url).upload(IMAGE, blocks, stall=0.1)


def test_an_upload_that_stands_still_can_be_cancelled(path: Path) -> None:
    unwanted = Event()
    with (
        RawService([Reply(None, after=65536, then="hold", before=unwanted.set)]) as service,
        pytest.raises(client.Cancelled),
    ):
        anonymous(service.url).upload(IMAGE, path, cancelled=unwanted.is_set)

    assert [request.method for request in service.requests] == ["PUT"]


def test_the_wait_for_the_answer_can_be_cancelled(path: Path) -> None:
    unwanted = Event()
    with RawService([Reply(None, then="hold", before=unwanted.set)]) as service, pytest.raises(client.Cancelled):
        anonymous(service.url).upload(IMAGE, path, cancelled=unwanted.is_set)


def test_an_answer_that_does_not_come_in_time_is_looked_for_at_the_image(path: Path) -> None:
    with RawService([Reply(None, then="hold")], [ACTIVE]) as service:
        anonymous(service.url).upload(IMAGE, path, answer_timeout=0.1)

    assert [request.method for request in service.requests] == ["PUT", "GET"]


def test_a_file_that_shrinks_while_it_is_read_leaves_the_body_unfinished(path: Path) -> None:
    with RawService([Reply()]) as service, pytest.raises(client.BadSource, match="shrank"):
        anonymous(service.url).upload(IMAGE, path, progress=lambda *_: os.truncate(path, 5 * MIB))

    assert not any(request.whole for request in service.requests)


def test_a_file_that_grows_while_it_is_read_leaves_the_body_unfinished(path: Path) -> None:
    def grow(sent: int, total: int | None) -> None:
        with path.open("ab") as file:
            file.write(b"more")

    with RawService([Reply()]) as service, pytest.raises(client.BadSource, match="grew"):
        anonymous(service.url).upload(IMAGE, path, progress=grow)

    assert not any(request.whole for request in service.requests)


def test_a_file_that_is_written_to_while_it_is_read_leaves_the_body_unfinished(path: Path) -> None:
    with RawService([Reply()]) as service, pytest.raises(client.BadSource, match="changed"):
        anonymous(service.url).upload(IMAGE, path, progress=lambda *_: os.utime(path, (1, 1)))

    assert not any(request.whole for request in service.requests)


@pytest.mark.parametrize("error", [ConnectionResetError("by the source"), BrokenPipeError("by the source")])
def test_a_failure_of_the_source_is_not_taken_for_the_service_hanging_up(error: OSError) -> None:
    def failing() -> Iterator[bytes]:
        yield DATA
        raise error

    with RawService([Reply()]) as service, pytest.raises(client.BadSource, match="by the source"):
        anonymous(service.url).upload(IMAGE, failing())

    assert not any(request.whole for request in service.requests)


def test_an_exception_of_the_callers_own_comes_out_as_it_is(path: Path) -> None:
    def broken(sent: int, total: int | None) -> None:
        raise BrokenPipeError("the terminal is gone")

    with RawService([Reply()]) as service, pytest.raises(BrokenPipeError, match="the terminal is gone"):
        anonymous(service.url).upload(IMAGE, path, progress=broken)


@pytest.mark.parametrize("empty", [b"", [], iter(()), io.BytesIO(), "/dev/null", [b"", b""]])
def test_nothing_is_asked_of_the_service_for_an_empty_source(empty: Source) -> None:
    with RawService([Reply()]) as service, pytest.raises(client.BadSource, match="empty"):
        anonymous(service.url).upload(IMAGE, empty)

    assert service.requests == []


def test_nothing_is_asked_of_the_service_for_a_pipe_that_is_closed_at_once(tmp_path: Path) -> None:
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    Thread(target=_write, args=(fifo, b""), daemon=True).start()
    with RawService([Reply()]) as service, pytest.raises(client.BadSource, match="empty"):
        anonymous(service.url).upload(IMAGE, fifo)

    assert service.requests == []
