"""The resource `Provider`: settings of one tenant in one region, for the resources that name it."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi

from ecl_pulumi_images.acts.keys import NAME, NAMESPACE, SECRET, SETTINGS, proposed

from .declared import PACKAGE

_DYNAMIC = "pulumi-python"  # the package of every dynamic resource in Python

Setting = pulumi.Input[str] | pulumi.Input[bool] | pulumi.Input[int] | pulumi.Input[float] | None


class Provider(pulumi.ProviderResource):
    """The image service as one tenant in one region.

    Several of them let one program work with several tenants, regions or clouds:
    `Image("noble", opts=pulumi.ResourceOptions(provider=Provider("jp2", cloud="ecl", region="jp2")))`.
    It takes no stack configuration (`ecl:*`); what it leaves out comes from clouds.yaml and the OS_* variables.
    """

    settings: Mapping[str, pulumi.Input[str | bool | int | float]]
    """What was given; the secret ones are secret outputs."""
    given: Mapping[str, pulumi.Input[str | bool | int | float]]
    """The same under full keys, and this provider's name, for lookups with the same settings."""

    def __init__(
        self,
        resource_name: str,
        opts: pulumi.ResourceOptions | None = None,
        *,
        uploads: pulumi.Input[int] | None = None,
        show_patch: pulumi.Input[bool] | None = None,
        **settings: Setting,
    ) -> None:
        """Declare a provider.

        settings: those of `client.connect`: cloud, region, auth_url, username, password, project_id, project_name,
        user_domain_name, project_domain_name, application_credential_id, application_credential_secret, token,
        endpoint_override, interface, cacert, verify, timeout and so on, under the names that `ecl:*` has too.
        Passwords, tokens and secrets are encrypted in the state.
        uploads: how many uploads run at once, default 4. show_patch: show each update's operations.
        Raises TypeError for a name that is no setting.
        """
        if unknown := sorted(settings.keys() - SETTINGS):
            raise TypeError(f"Provider has no setting {unknown[0]!r}: {proposed(unknown[0])}")
        self.settings = {name: _kept(name, value) for name, value in settings.items() if value is not None}
        self.given = {NAMESPACE + name: value for name, value in self.settings.items()} | {NAME: resource_name}
        self._declare(resource_name, opts, uploads=uploads, show_patch=show_patch)

    def _declare(self, resource_name: str, opts: pulumi.ResourceOptions | None, **more: Setting) -> None:
        mine = pulumi.ResourceOptions(aliases=[pulumi.Alias(type_=f"pulumi:providers:{PACKAGE}")])
        props = {**self.given, "ecl:uploads": more["uploads"], "ecl:showPatch": more["show_patch"]}
        super().__init__(_DYNAMIC, resource_name, props, pulumi.ResourceOptions.merge(mine, opts))


def _kept(name: str, value: pulumi.Input[str | bool | int | float]) -> pulumi.Input[str | bool | int | float]:
    return pulumi.Output.secret(value) if name in SECRET else value
