"""Listening sockets, opened before the servers that inherit them: no port is chosen and then lost."""

from __future__ import annotations

import socket

from ..errors import LocalCloudError

HOST = "127.0.0.1"


def listen(port: int, service: str) -> socket.socket:
    """Listen on this port of the loopback interface, or on a free one for 0."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise LocalCloudError(
            f"port {port} of the local cloud's {service} is taken ({error.strerror}): "
            "stop the program that listens there, or choose other ports (up --new-ports)"
        ) from error
    return listener


def url(listener: socket.socket) -> str:
    """The URL of a server on this socket, without a trailing slash."""
    return f"http://{HOST}:{listener.getsockname()[1]}"
