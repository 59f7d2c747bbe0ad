"""Which setting wins. Pure.

Sources come in order, the strongest first: arguments, stack configuration, the named cloud of clouds.yaml, OS_*. Field
by field the strongest one that has a value wins, except that some fields only make sense together:

- who: user and secret come from one source. A password from one and a user from another is an error that names both.
- scope: a project from a stronger source drops the project of a weaker one, by id or by name.
- domains: of a user or project that goes by its name, the strongest source that says one counts. `domain_id` and
  `domain_name` are the domain of both as soon as any source names a project.
- trust: `verify`, `insecure` and `cacert` come from one source.
- An application credential carries its own scope (Keystone refuses another one), `auth_type` none has neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..errors import ConfigurationError
from ..names.spelling import setting
from .names import SCOPE, TRUST, WHO, canonical

Source = tuple[str, Mapping[str, Any]]  # what to call it in messages, and its settings under any of their names

USER_DOMAIN = ("user_domain_id", "user_domain_name")
PROJECT_DOMAIN = ("project_domain_id", "project_domain_name")
APPLICATION = ("application_credential_id", "application_credential_name")
SCOPE_MARKS = tuple(name for name in SCOPE if name not in PROJECT_DOMAIN)
ENVIRONMENT = "the OS_* variables"
NONE = frozenset({"none", "noauth"})

# Each kind of secret, and what says whose it is; and each kind of owner, with the secrets that make it whole.
USER = ("username", "user_id")
_OWNERS = {"password": USER, "passcode": USER, "application_credential_secret": APPLICATION}
_SECRETS = {APPLICATION: ("application_credential_secret",), USER: (*_OWNERS, "token")}
_MARKS = (*_OWNERS, *USER, *APPLICATION, "token")


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

    def only(self, names: Sequence[str]) -> Settings:
        """Some of these settings."""
        return Settings({name: one for name, one in self._fields.items() if name in names})

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


def called(settings: Mapping[str, Any], name: str) -> str:
    """A setting's name in the words of the place that its value comes from."""
    source = settings.source(name) if isinstance(settings, Settings) else None
    if source == ENVIRONMENT:
        return f"OS_{name.upper()}"
    return f"{name} of {source}" if source and source.startswith("cloud ") else setting(name)


def merge(sources: Sequence[Source]) -> Settings:
    """The settings that win, with where each comes from. Raises ConfigurationError for two identities in one."""
    return merged([(name, canonical(settings)) for name, settings in sources])


def merged(sources: Sequence[Source]) -> Settings:
    """The same for settings under their one name."""
    beside_a_project = any(name in settings for _, settings in sources for name in ("project_id", "project_name"))
    known = [(name, _with_domains(settings, beside_a_project=beside_a_project)) for name, settings in sources]
    who = _who(known)
    scope = {} if _is_none(who) else _scope(known)
    dropped: list[str] = []
    if scope and any(name in who for name in APPLICATION):
        dropped, scope = sorted(scope), {}
    rest = _strongest(known, without={*WHO, *SCOPE, *TRUST})
    return Settings(rest | who | scope | _together(known, TRUST, TRUST), dropped)


def _with_domains(settings: Mapping[str, Any], *, beside_a_project: bool) -> dict[str, Any]:
    """A domain that is said once stands for the user's and the project's, where a project is named."""
    found = dict(settings)
    for kind in ("id", "name"):
        both = found.pop(f"default_domain_{kind}", None)
        if beside_a_project:
            both = found.pop(f"domain_{kind}", both)
        for whose in ("user", "project") if both is not None else ():
            if not {f"{whose}_domain_id", f"{whose}_domain_name"} & found.keys():
                found[f"{whose}_domain_{kind}"] = both
    return found


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
    _check_one_identity(sources, chosen)
    who = _picked(chosen, [name for name in WHO if name not in USER_DOMAIN])
    if "auth_type" not in who and how and _at_least(sources, how["auth_type"].source, chosen[0]):
        who |= how
    if "username" in who and "user_id" not in who:
        who |= _together(sources, USER_DOMAIN, USER_DOMAIN)
    return _without_second_identity(who)


def _at_least(sources: Sequence[Source], one: str, other: str) -> bool:
    """Whether the source called `one` is as strong as `other`, or stronger."""
    names = [name for name, _ in sources]
    return names.index(one) <= names.index(other)


def _check_one_identity(sources: Sequence[Source], chosen: Source) -> None:
    name, settings = chosen
    others = [one for one in sources if one is not chosen]
    for given, missing in _halves(settings):
        other = _first(others, missing)
        if other is not None:
            found = next(mark for mark in missing if mark in other[1])
            words = f"the {_word(given)} comes from {name} and the {_word(found)} from {other[0]}"
            hint = f"give both in {name}, or neither"
            raise ConfigurationError(f"{words}: two identities are never mixed", hint=hint)


def _halves(settings: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[str]]]:
    """Each secret without its owner and each owner without a secret, with what some other source may say of it."""
    for secret, owners in _OWNERS.items():
        if secret in settings and not any(owner in settings for owner in owners):
            yield secret, (*owners, *_MARKS)
    for owners, secrets in _SECRETS.items():
        owner = next((owner for owner in owners if owner in settings), None)
        if owner and not any(secret in settings for secret in secrets):
            yield owner, secrets


def _word(mark: str) -> str:
    return "user" if mark in {*USER, *APPLICATION} else mark.replace("_", " ")


def _without_second_identity(who: dict[str, Setting]) -> dict[str, Setting]:
    """One source may hold a user's password beside an application credential: the credential is the narrower one."""
    if not any(name in who for name in APPLICATION):
        return who
    said_password = _kind(who) in {"password", "v3password"}
    second = {*APPLICATION, "application_credential_secret"} if said_password else {"password", "passcode", "token"}
    return {name: one for name, one in who.items() if name not in second}


def _kind(who: Mapping[str, Setting]) -> str:
    return str(who["auth_type"].value) if "auth_type" in who else ""


def _scope(sources: Sequence[Source]) -> dict[str, Setting]:
    scope = _together(sources, SCOPE_MARKS, SCOPE)
    if "project_id" in scope:
        return {"project_id": scope["project_id"]}
    if "project_name" in scope:
        marks = {name: one for name, one in scope.items() if name not in PROJECT_DOMAIN}
        return marks | _together(sources, PROJECT_DOMAIN, PROJECT_DOMAIN)
    return scope
