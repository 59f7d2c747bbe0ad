"""A state refers to its provider by a pickled string. Those of every release must load for ever.

Pulumi runs `refresh` and `destroy` with the string in the state, without the program. When a class moves, keep the
old path alive; never change a string here.
"""

import base64
from typing import Any

import dill
import pytest
from pulumi.dynamic.dynamic import serialize_provider

from ecl_pulumi_images.provider.acceptance import ImageMemberAcceptanceProvider
from ecl_pulumi_images.provider.copy import ImageCopyProvider
from ecl_pulumi_images.provider.image import ImageProvider
from ecl_pulumi_images.provider.member import ImageMemberProvider

RELEASED = {
    "0.1.0 Image": (
        ImageProvider,
        "gASVOQAAAAAAAACMIGVjbF9wdWx1bWlfaW1hZ2VzLnByb3ZpZGVyLmltYWdllIwNSW1hZ2VQcm92aWRlcpSTlCmBlC4=",
    ),
    "0.1.0 ImageMember": (
        ImageMemberProvider,
        "gASVQAAAAAAAAACMIWVjbF9wdWx1bWlfaW1hZ2VzLnByb3ZpZGVyLm1lbWJlcpSME0ltYWdlTWVtYmVyUHJvdmlkZXKUk5QpgZQu",
    ),
    "0.1.0 ImageMemberAcceptance": (
        ImageMemberAcceptanceProvider,
        "gASVTgAAAAAAAACMJWVjbF9wdWx1bWlfaW1hZ2VzLnByb3ZpZGVyLmFjY2VwdGFuY2WUjB1JbWFnZU1lbWJlckFjY2VwdGFuY2VQcm92aWRl"
        "cpSTlCmBlC4=",
    ),
    "0.1.0 ImageCopy": (
        ImageCopyProvider,
        "gASVPAAAAAAAAACMH2VjbF9wdWx1bWlfaW1hZ2VzLnByb3ZpZGVyLmNvcHmUjBFJbWFnZUNvcHlQcm92aWRlcpSTlCmBlC4=",
    ),
}


@pytest.mark.parametrize(("provider", "string"), RELEASED.values(), ids=RELEASED)
def test_the_string_of_every_release_still_loads(provider: type[Any], string: str) -> None:
    assert type(dill.loads(base64.b64decode(string))) is provider  # noqa: S301  our own strings


@pytest.mark.parametrize(("provider", "string"), RELEASED.values(), ids=RELEASED)
def test_the_string_is_the_same_in_every_run(provider: type[Any], string: str) -> None:
    assert serialize_provider(provider()) == string
