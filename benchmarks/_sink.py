"""A server that throws away what is sent to it, and gives zeros: it shows a client's own limit. Prints its URL."""

from __future__ import annotations

import os
import socket
import sys
from io import RawIOBase
from threading import Thread

TRUNCATE = getattr(socket, "MSG_TRUNC", 0)  # Linux drops what is received without copying it


def main(size: int) -> None:
    """Serve until the process ends; GET gives `size` zeros."""
    server = socket.create_server(("127.0.0.1", 0))
    print(f"http://127.0.0.1:{server.getsockname()[1]}", flush=True)
    while True:
        peer, _ = server.accept()
        Thread(target=_converse, args=(peer, size), daemon=True).start()


def _converse(peer: socket.socket, size: int) -> None:
    with peer, peer.makefile("rb", buffering=0) as stream:
        while (head := _head(stream)) is not None:
            if head.startswith(b"GET"):
                _give(peer, size)
            else:
                _drop(peer, _length(head))
                peer.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")


def _head(stream: RawIOBase) -> bytes | None:
    """The head of a request, byte by byte so that nothing of the body is read with it."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        byte = stream.read(1)
        if not byte:
            return None
        head += byte
    return head


def _length(head: bytes) -> int:
    found = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    return int(found[0].partition(b":")[2]) if found else 0


def _drop(peer: socket.socket, length: int) -> None:
    buffer = bytearray(1 << 20)
    while length:
        length -= peer.recv_into(buffer, min(length, len(buffer)), TRUNCATE)


def _give(peer: socket.socket, size: int) -> None:
    peer.sendall(
        f"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: {size}\r\n\r\n".encode()
    )
    zeros = os.memfd_create("zeros")
    os.truncate(zeros, size)
    done = 0
    while done < size:
        done += os.sendfile(peer.fileno(), zeros, done, size - done)
    os.close(zeros)


if __name__ == "__main__":
    main(int(sys.argv[1]))
