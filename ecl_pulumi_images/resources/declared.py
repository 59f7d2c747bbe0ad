"""What the four resources share: each is a dynamic resource, which takes over what the native plugin has made."""

from __future__ import annotations

from typing import Any

import pulumi
from pulumi.dynamic import Resource

PACKAGE = "ecl"  # the native plugin's


class Declared(Resource):
    """A resource of a dynamic provider."""

    def __init__(
        self, provider: Any, resource_name: str, props: Any, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """Declare it, under the alias that a stack of the native plugin knows it by."""
        mine = pulumi.ResourceOptions(aliases=[pulumi.Alias(type_=self._native_type())])
        super().__init__(provider, resource_name, props, pulumi.ResourceOptions.merge(mine, opts))

    @classmethod
    def _native_type(cls) -> str:
        return f"{PACKAGE}:index:{cls._resource_type_name.rpartition(':')[2]}"

    @classmethod
    def _dynamic_type(cls) -> str:
        return f"pulumi-python:{cls._resource_type_name}"
