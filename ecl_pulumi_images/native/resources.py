"""The same classes over the plugin: what changes in a program is where they are imported from.

A stack that the dynamic classes made goes on under an alias, and back.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

import pulumi

from ecl_pulumi_images.resources import acceptance, copy, image, member, provider
from ecl_pulumi_images.resources.declared import PACKAGE, Declared

_VERSION = version("ecl-pulumi-images")


class _Served(Declared):
    """A resource that the plugin serves."""

    def __init__(self, _: Any, resource_name: str, props: Any, opts: pulumi.ResourceOptions | None = None) -> None:
        mine = _options(self._dynamic_type())
        token = self._native_type()
        pulumi.CustomResource.__init__(self, token, resource_name, props, pulumi.ResourceOptions.merge(mine, opts))


class Image(image.Image, _Served, module="ecl", name="Image"):
    """`ecl_pulumi_images.Image` over the plugin."""

    def _default_name(self, _: str) -> None:
        """Leave it to the plugin: the stack's `pulumi:autonaming` may want another one than the resource's."""

    def _secrets(self, _: dict[str, Any], opts: pulumi.ResourceOptions | None) -> None:
        """List none: the engine tells a plugin."""


class ImageCopy(copy.ImageCopy, _Served, module="ecl", name="ImageCopy"):
    """`ecl_pulumi_images.ImageCopy` over the plugin."""


class ImageMember(member.ImageMember, _Served, module="ecl", name="ImageMember"):
    """`ecl_pulumi_images.ImageMember` over the plugin."""


class ImageMemberAcceptance(acceptance.ImageMemberAcceptance, _Served, module="ecl", name="ImageMemberAcceptance"):
    """`ecl_pulumi_images.ImageMemberAcceptance` over the plugin."""


class Provider(provider.Provider):
    """`ecl_pulumi_images.Provider` for the classes of this module."""

    def _declare(self, resource_name: str, opts: pulumi.ResourceOptions | None, **more: provider.Setting) -> None:
        props = {**self.settings, "uploads": more["uploads"], "showPatch": more["show_patch"]}
        mine = _options("pulumi:providers:pulumi-python")
        pulumi.ProviderResource.__init__(self, PACKAGE, resource_name, props, pulumi.ResourceOptions.merge(mine, opts))


def _options(dynamic: str) -> pulumi.ResourceOptions:
    return pulumi.ResourceOptions(version=_VERSION, aliases=[pulumi.Alias(type_=dynamic)])
