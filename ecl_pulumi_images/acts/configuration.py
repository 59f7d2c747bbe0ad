"""Settings from the stack (``ecl:*``) or an explicit `Provider`, and the client that they lead to."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Protocol

from ecl_pulumi_images.client import ConfigurationError
from ecl_pulumi_images.client.names.spelling import Spelling, speak
from ecl_pulumi_images.client.settings.values import flag, seconds

from .keys import NAME, NAMESPACE, SECRET, SETTINGS, refuse_unknown, spelling
from .tenant import elsewhere
from .unknown import known

if TYPE_CHECKING:
    from ecl_pulumi_images.client import ImageClient

STACK = "the configuration (ecl:*)"
UPLOADS = 4  # transfers at once, unless ecl:uploads says otherwise: more only share the same line


class Config(Protocol):
    """What `pulumi.dynamic.Config` and `pulumi.Config` share."""

    def get(self, key: str) -> Any:
        """Return a value by its full key, or None."""


class Configuration:
    """The settings of one provider. Its connections are shared by all resources of the process.

    provider: the name of the explicit provider that they are from; None for the stack's.
    """

    def __init__(
        self,
        settings: Mapping[str, Any],
        *,
        uploads: int = UPLOADS,
        show_patch: bool = False,
        provider: str | None = None,
    ) -> None:
        self._settings = dict(settings)
        self.show_patch = show_patch
        self.slot = threading.BoundedSemaphore(uploads)
        self.provider = provider
        self._warning = threading.Lock()  # taken by whoever warns first

    @classmethod
    def of(cls, config: Config, keys: Iterable[str] | None = None, *, shared: bool = False) -> Configuration:
        """Read the settings; what is not configured is left to clouds.yaml and OS_*.

        keys: all that there are, of whatever namespace; None where that cannot be found out.
        shared: whether the project is called `ecl`, so that its own keys are among them.
        Raises ConfigurationError for a key that is none, and for a value that no setting takes.
        """
        provider = config.get(NAME)
        spelt = spelling(provider)
        refuse_unknown(keys or (), shared)
        given = known({key: config.get(NAMESPACE + key) for key in [*sorted(SETTINGS), "uploads", "showPatch"]})
        given = {key: _plain(value, spelt(key)) for key, value in given.items() if value is not None and value != ""}
        uploads = _count(given.pop("uploads", UPLOADS), spelt("uploads"))
        show = flag(spelt("showPatch"), given.pop("showPatch", False))
        _refuse_unusable(given, spelt)
        return cls(given, uploads=uploads, show_patch=show, provider=provider)

    @property
    def holds_a_secret(self) -> bool:
        """Return whether a password or token is among the settings, and not only in clouds.yaml or OS_*."""
        return not SECRET.isdisjoint(self._settings)

    def moves(self, region: str | None) -> bool:
        """Return whether another region than `region`, where an image lives, is configured by name.

        Only `ecl:region` and a Provider's region count: an OS_REGION_NAME of one machine must move nothing.
        """
        configured = self._settings.get("region")
        return bool(configured and region and configured != region)

    def another_tenant(self, olds: Mapping[str, Any], news: Mapping[str, Any]) -> str | None:
        """Return a warning when the settings are for another project than the state, once. No request.

        olds: the outputs in the state. news: the declared inputs.
        """
        found = elsewhere(self._project, olds, news)
        if found is None or not self._warning.acquire(blocking=False):
            return None
        return f"this image was made by {found}: nothing moves there by itself, and other resources may have the same"

    @cached_property
    def _project(self) -> Mapping[str, Any]:
        from ecl_pulumi_images.client.settings.named_project import project_of

        return project_of([(self._source, self._settings)])

    @property
    def _source(self) -> str:
        return STACK if self.provider is None else f"the Provider {self.provider!r}"

    def __repr__(self) -> str:
        return f"Configuration({', '.join(sorted(self._settings))})"  # names only: values may be secret

    def images(self, region: str | None = None) -> ImageClient:
        """Return the client for `region`, by default the configured one. Nothing is asked of any service yet.

        region: where the state says that the image lives; it wins, so that a moved configuration still finds it.
        What this thread says from then on names settings as they are written here. Raises ConfigurationError.
        """
        speak(spelling(self.provider))
        with _guard:  # a cache alone would let two threads connect twice
            return _connected(region or "", self._source, tuple(sorted(self._settings.items())))


def _plain(value: Any, name: str) -> Any:
    """A value as `client.connect` takes it: Pulumi makes floats of numbers, and text of lists in a stack."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and value.startswith("["):
        try:
            value = json.loads(value)
        except ValueError:
            return value  # a password may begin so
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ",".join(value)
    if isinstance(value, (Mapping, list)):
        raise ConfigurationError(f"{name} must be one value, and no list or map")
    return value


def _refuse_unusable(settings: Mapping[str, Any], spelt: Spelling) -> None:
    """Refuse in a preview what would be refused when the service is first asked."""
    if "insecure" in settings:
        flag(spelt("insecure"), settings["insecure"])
    if "timeout" in settings:
        seconds(spelt("timeout"), settings["timeout"])


def _count(value: Any, name: str) -> int:
    if isinstance(value, bool) or not str(value).isdecimal() or int(value) < 1:
        raise ConfigurationError(f"{name} is {value!r}: it must be a whole number above 0")
    return int(value)


_guard = threading.Lock()


@cache
def _connected(region: str, source: str, settings: tuple[tuple[str, Any], ...]) -> ImageClient:
    from ecl_pulumi_images.client import connect_with  # slow: only when something is asked of the service

    return connect_with([("the state", {"region": region}), (source, dict(settings))])
