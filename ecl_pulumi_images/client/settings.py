"""Which setting wins. Pure.

Sources come in order, the strongest first: arguments, stack configuration, the named cloud of clouds.yaml, OS_*. Field
by field the strongest one that has a value wins, except that some fields only make sense together:

- who: user and secret come from one source. A password from one and a user from another is an error that names both.
- scope: a project from a stronger source drops everything that weaker ones say about project and domain.
- trust: `verify`, `insecure` and `cacert` come from one source.
- An application credential carries its own scope (Keystone refuses another one), `auth_type` none has neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ecl_pulumi_images.client.errors import ConfigurationError
from ecl_pulumi_images.client.setting_names import canonical

Source = tuple[str, Mapping[str, Any]]  # what to call it in messages, and its settings under any of their names

USER_DOMAIN = ("user_domain_id", "user_domain_name")
PROJECT_DOMAIN = ("project_domain_id", "project_domain_name")
APPLICATION = ("application_credential_id", "application_credential_name")
WHO = (
    *("auth_type", "username", "user_id", *USER_DOMAIN, "password", "passcode", "token"),
    *(*APPLICATION, "application_credential_secret"),
)
SCOPE_MARKS = ("project_id", "project_name", "domain_id", "domain_name", "system_scope", "trust_id")
SCOPE = (*SCOPE_MARKS, *PROJECT_DOMAIN)
TRUST = ("verify", "insecure", "cacert")
NONE = frozenset({"none", "noauth"})

# Each kind of secret, and what says whose it is.
_SECRETS = {"password": ("username", "user_id"), "application_credential_secret": APPLICATION}
_MARKS = (*_SECRETS, *_SECRETS["password"], *APPLICATION, "token")


@dataclass(frozen=True, slots=True)
class Setting:
    """A value and the source that it comes from."""

    value: Any = field(repr=False)  # it may be a password
    source: str


class Settings(Mapping[str, Any]):
    """The settings that won, by name. `source` tells where each came from; the repr shows no values."""

    def __init__(self, fields: Mapping[str, Setting], dropped: Sequence[str] = ()) -> None:
        self._fields = dict(fields)
        self.dropped = tuple(dropped)

    def __getitem__(self, name: str) -> Any:
        return self._fields[name].value

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def __repr__(self) -> str:
        return f"Settings({', '.join(f'{name} from {one.source}' for name, one in self._fields.items())})"

    def source(self, name: str) -> str | None:
        """Where a setting comes from; None when it is unset."""
        return self._fields[name].source if name in self._fields else None

    def with_defaults(self, source: str, defaults: Mapping[str, Any]) -> Settings:
        """These settings, and those of `defaults` that are unset."""
        return Settings({name: Setting(value, source) for name, value in defaults.items()} | self._fields, self.dropped)


def merge(sources: Sequence[Source]) -> Settings:
    """The settings that win, with where each comes from. Raises ConfigurationError for two identities in one."""
    known = [(name, canonical(settings)) for name, settings in sources]
    who = _who(known)
    scope = {} if _is_none(who) else _scope(known)
    dropped: list[str] = []
    if scope and any(name in who for name in APPLICATION):
        dropped, scope = sorted(scope), {}
    rest = _strongest(known, without={*WHO, *SCOPE, *TRUST})
    return Settings(rest | who | scope | _together(known, TRUST, TRUST), dropped)


def _is_none(who: Mapping[str, Setting]) -> bool:
    return "auth_type" in who and str(who["auth_type"].value).lower() in NONE


def _strongest(sources: Sequence[Source], *, without: set[str]) -> dict[str, Setting]:
    found: dict[str, Setting] = {}
    for source, settings in reversed(sources):
        found |= {name: Setting(value, source) for name, value in settings.items() if name not in without}
    return found


def _first(sources: Sequence[Source], marks: Sequence[str]) -> Source | None:
    return next((one for one in sources if any(mark in one[1] for mark in marks)), None)


def _picked(source: Source | None, names: Sequence[str]) -> dict[str, Setting]:
    if source is None:
        return {}
    return {name: Setting(source[1][name], source[0]) for name in names if name in source[1]}


def _together(sources: Sequence[Source], marks: Sequence[str], names: Sequence[str]) -> dict[str, Setting]:
    return _picked(_first(sources, marks), names)


def _who(sources: Sequence[Source]) -> dict[str, Setting]:
    chosen = _first(sources, _MARKS)
    how = _together(sources, ["auth_type"], ["auth_type"])
    if chosen is None or (_is_none(how) and _at_least(sources, how["auth_type"].source, chosen[0])):
        return how
    for secret, owners in _SECRETS.items():
        _check_one_identity(sources, chosen, secret, owners)
    who = _picked(chosen, WHO)
    if "auth_type" not in who and how and _at_least(sources, how["auth_type"].source, chosen[0]):
        who |= how
    if "username" in who and "user_id" not in who and not any(name in who for name in USER_DOMAIN):
        who |= _together(sources, USER_DOMAIN, USER_DOMAIN)
    return _without_second_identity(who)


def _at_least(sources: Sequence[Source], one: str, other: str) -> bool:
    """Whether the source called `one` is as strong as `other`, or stronger."""
    names = [name for name, _ in sources]
    return names.index(one) <= names.index(other)


def _check_one_identity(sources: Sequence[Source], chosen: Source, secret: str, owners: Sequence[str]) -> None:
    name, settings = chosen
    has_secret, has_owner = secret in settings, any(owner in settings for owner in owners)
    if has_secret == has_owner or (has_owner and "token" in settings):
        return
    others = [one for one in sources if one is not chosen]
    other = _first(others, owners if has_secret else [secret]) or (_first(others, _MARKS) if has_secret else None)
    if other is not None:
        given, missing = (secret, "user") if has_secret else ("user", secret)
        words = f"the {given} comes from {name} and the {missing} from {other[0]}: two identities are never mixed"
        raise ConfigurationError(words.replace("_", " "), hint=f"give both in {name}, or neither")


def _without_second_identity(who: dict[str, Setting]) -> dict[str, Setting]:
    """One source may hold a user's password beside an application credential: the credential is the narrower one."""
    if any(name in who for name in APPLICATION) and _kind(who) not in {"password", "v3password"}:
        return {name: one for name, one in who.items() if name not in {"password", "passcode", "token"}}
    return who


def _kind(who: Mapping[str, Setting]) -> str:
    return str(who["auth_type"].value) if "auth_type" in who else ""


def _scope(sources: Sequence[Source]) -> dict[str, Setting]:
    scope = _together(sources, SCOPE_MARKS, SCOPE)
    if "project_id" in scope:
        return {"project_id": scope["project_id"]}
    if "project_name" in scope and not any(name in scope for name in PROJECT_DOMAIN):
        scope |= _together(sources, PROJECT_DOMAIN, PROJECT_DOMAIN)
    return scope
