"""From settings to a client: `connect`. Nothing is sent before the client's first call."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .client import ImageClient
from .errors import ConfigurationError
from .http.redaction import shown_url
from .http.session import set_up
from .http.unverified import warn_once
from .names.hints import NO_CATALOGUE, NO_CLOUD, spelt
from .names.spelling import plain, speak
from .settings.auth_plugin import auth_type, load_plugin, plugin_options
from .settings.clouds_yaml import Clouds
from .settings.enterprise_cloud import ecl_defaults
from .settings.environment import BESIDE_A_CLOUD, environment_settings
from .settings.names import ALIASES, OWN, canonical, flat
from .settings.precedence import ENVIRONMENT, Settings, Source, called, merged
from .settings.tls import certificate, verification
from .settings.unknown_names import refuse_unknown, slips_in_variables
from .settings.values import seconds
from .transport import CONNECT_TIMEOUT, READ_TIMEOUT
from .words import one_line

if TYPE_CHECKING:
    from keystoneauth1.adapter import Adapter

LOG = logging.getLogger("ecl_pulumi_images.client")


def connect(
    cloud: str | None = None,
    *,
    config_files: Sequence[str] | None = None,
    load_envvars: bool = True,
    load_yaml_config: bool = True,
    **settings: Any,
) -> ImageClient:
    """A client from settings. Of each setting the first in this order counts: keyword argument, the cloud in
    clouds.yaml (named by `cloud` or OS_CLOUD), OS_* variables.

    config_files: files to read in the place of the usual clouds.yaml. load_envvars, load_yaml_config: whether OS_*
    and the files count. settings: those of keystoneauth and clouds.yaml (auth_url, username, password, project_id,
    application_credential_id, region_name, interface, endpoint_override, verify, cacert, ...). `timeout` is in seconds
    without a byte from the server, default 120.
    `auth_type="none", endpoint_override="http://..."` is for a service without Keystone.
    Raises ConfigurationError; wrong credentials show at the first call.
    """
    speak(plain)
    return connect_with(
        [("the arguments", {"cloud": cloud, **settings})],
        config_files=config_files,
        environment=os.environ if load_envvars else {},
        load_yaml_config=load_yaml_config,
    )


def connect_with(
    sources: Sequence[Source],
    *,
    config_files: Sequence[str] | None = None,
    environment: Mapping[str, str] | None = None,
    load_yaml_config: bool = True,
) -> ImageClient:
    """The same with several sources that are stronger than clouds.yaml: their names and settings, strongest first."""
    settings = settings_of(
        sources, config_files=config_files, environment=environment, load_yaml_config=load_yaml_config
    )
    for line in (
        _described(settings),
        *(f"dropped with an application credential: {name}" for name in settings.dropped),
    ):
        LOG.debug("%s", line)
    return ImageClient(_adapter(settings))


def settings_of(
    sources: Sequence[Source],
    *,
    config_files: Sequence[str] | None = None,
    environment: Mapping[str, str] | None = None,
    load_yaml_config: bool = True,
) -> Settings:
    """The settings that count, and where each comes from. Raises ConfigurationError, also for unknown names."""
    environment = os.environ if environment is None else environment
    strong: list[Source] = [(name, canonical(given)) for name, given in sources]
    chosen = merged(strong)
    cloud = chosen.get("cloud") or (environment.get("OS_CLOUD") if load_yaml_config else None)
    if cloud == environment.get("OS_CLOUD_NAME", "envvars"):  # openstacksdk's name for what OS_* say
        cloud, load_yaml_config = None, False
    plain = environment_settings(environment, beside_a_cloud=False)
    files = Clouds(config_files, environment) if load_yaml_config and (cloud or not _enough(chosen, plain)) else None
    if cloud is None and files and len(files.names) == 1:
        cloud = files.names[0]
    if cloud:
        strong.append(_named(str(cloud), files, chosen, environment))
        plain = environment_settings(environment, beside_a_cloud=True)
    found = merged([*strong, (ENVIRONMENT, plain)])
    found = found.with_defaults("the region's name", ecl_defaults(found))
    _refuse_slips(found, environment, beside_a_cloud=bool(cloud))
    _check(found, sources, files.broken if files else [])
    return found


def _refuse_slips(found: Settings, environment: Mapping[str, str], *, beside_a_cloud: bool) -> None:
    """A variable with a slip in its name is an error where the one that is meant would have counted."""
    for variable, meant in slips_in_variables(environment, BESIDE_A_CLOUD if beside_a_cloud else None).items():
        if found.source(ALIASES.get(meant, meant)) in {None, ENVIRONMENT}:
            raise ConfigurationError(f"{variable} is no setting", hint=f"did you mean OS_{meant.upper()}?")


def _enough(chosen: Settings, plain: Mapping[str, Any]) -> bool:
    """Whether there is a way to a cloud without clouds.yaml."""
    found = {**plain, **chosen}
    return bool({"auth_url", "endpoint_override"} & found.keys() or ecl_defaults(found))


def _named(cloud: str, files: Clouds | None, chosen: Settings, environment: Mapping[str, str]) -> Source:
    if files is None:
        raise ConfigurationError(f"cloud {cloud!r} is named, and clouds.yaml is not to be read")
    region = chosen.get("region_name") or environment.get("OS_REGION_NAME")
    return f"cloud {cloud!r}", files.settings(cloud, region)


def _check(found: Settings, sources: Sequence[Source], broken: Sequence[str]) -> None:
    if not {"auth_url", "endpoint_override", "endpoint"} & found.keys():
        unread = f"; not readable as YAML: {', '.join(broken)}" if broken else ""
        raise ConfigurationError(f"no cloud is configured{unread}", hint=spelt(NO_CLOUD))
    if auth_type(found) == "none" and "endpoint_override" not in found:
        raise ConfigurationError(spelt(NO_CATALOGUE))
    known = OWN | plugin_options(found)
    for name, given in sources:
        refuse_unknown(name, flat(given), known)


def _adapter(settings: Settings) -> Adapter:
    from keystoneauth1.adapter import Adapter
    from keystoneauth1.session import Session

    verify, cert = verification(settings), certificate(settings)
    if verify is False:
        warn_once(called(settings, "insecure" if "insecure" in settings else "verify"))
    _check_files(f"{called(settings, 'cert')} or key", [cert] if isinstance(cert, str) else cert or ())
    session = Session(auth=load_plugin(settings), verify=verify, cert=cert)
    # One number would bound connecting too; requests takes the pair, keystoneauth hands it on.
    timeout = seconds(called(settings, "timeout"), settings.get("timeout", READ_TIMEOUT))
    session.timeout = (CONNECT_TIMEOUT, timeout)  # type: ignore[assignment]  # see above
    session.app_name = "ecl-pulumi-images"
    set_up(session.session)
    return Adapter(
        session,
        service_type=settings.get("service_type", "image"),
        service_name=settings.get("service_name"),
        interface=settings.get("interface", "public"),
        region_name=settings.get("region_name"),
        endpoint_override=settings.get("endpoint_override"),
    )


def _check_files(name: str, paths: Sequence[str]) -> None:
    missing = [path for path in paths if not Path(path).exists()]
    if missing:
        raise ConfigurationError(f"{name}: there is no file {missing[0]}")


def _described(settings: Settings) -> str:
    shown = (
        "auth_url",
        "username",
        "user_id",
        "application_credential_id",
        "project_id",
        "project_name",
        "region_name",
    )
    said = [
        f"{name} {_shown(name, str(settings[name]))} from {settings.source(name)}" for name in shown if name in settings
    ]
    return "settings: " + "; ".join(said)


def _shown(name: str, value: str) -> str:
    return shown_url(value) if name == "auth_url" else one_line(value)
