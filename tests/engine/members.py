"""What the tests beside it share."""

from __future__ import annotations

from .stack import Stack


def image_id(stack: Stack) -> str:
    return str(stack.resources()["noble"]["id"])
