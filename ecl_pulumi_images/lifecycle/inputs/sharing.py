"""Inputs of members, acceptances and copies: one rule each, refused before anything is asked. Pure.

No reason repeats the value: the engine shows it beside the reason, or `[secret]` where the program marked it secret,
which a provider is not told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from typing import Any

from ..props import Props
from .rules import LONGEST, Rule
from .rules import image_id as uuid
from .validation import Failure

STATUSES = ("accepted", "pending", "rejected")  # glance/api/v2/schemas: what a member may answer
_PROJECT = re.compile(r"[0-9a-f]{32}")  # Keystone makes every project's id with uuid4().hex


def image_id(value: Any) -> str:
    """Accept an image's id: a UUID in its canonical form."""
    try:
        return str(uuid(value))
    except ValueError:
        raise ValueError("must be an image's id and not its name: a UUID in lower case, with dashes") from None


def project_id(value: Any) -> str:
    """Accept a project's id as Keystone writes it; Glance takes any text, and then shares with nobody."""
    if isinstance(value, str) and _PROJECT.fullmatch(value):
        return value
    plain = re.sub(r"[\s-]", "", value).lower() if isinstance(value, str) else ""
    if _PROJECT.fullmatch(plain):
        raise ValueError("must be a project's id as Keystone writes it: in lower case, without dashes and blanks")
    raise ValueError(
        "must be a project's id, which has 32 hexadecimal digits, and not its name: "
        "`openstack project show NAME -f value -c id` tells the id"
    )


def member_id(value: Any) -> str:
    """Accept whatever can be a project's id: Glance takes any text, and not every cloud's ids are Keystone's own."""
    if not isinstance(value, str) or value.strip() in ("", ".", ".."):
        raise ValueError("must be a project's id, which is a string that is not empty")
    if len(value) > LONGEST or any(letter in "/?#\\" or not letter.isprintable() for letter in value):
        raise ValueError(
            f"must be a project's id, which has at most {LONGEST} characters and none of / ? # \\, tabs and line breaks"
        )
    return value


def doubts(declared: Props, before: Props) -> list[str]:
    """Return what to warn of: a new member's id that is probably none. Glance takes it, and then shares with nobody."""
    value = declared.get("member_id")
    if value is None or value == before.get("member_id"):
        return []
    try:
        project_id(value)
    except ValueError as error:
        return [f"member_id {error}; the image service shares with whatever it is given"]
    return []


def status(value: Any) -> str:
    """Accept what a member may answer to a share."""
    if value not in STATUSES:
        raise ValueError(f"must be one of {', '.join(STATUSES)}")
    return str(value)


def flag(value: Any) -> bool:
    """Accept true and false only."""
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


MEMBER: Mapping[str, Rule] = {"image_id": image_id, "member_id": member_id}
ACCEPTANCE: Mapping[str, Rule] = {**MEMBER, "status": status, "reject_on_delete": flag}
COPY: Mapping[str, Rule] = {"image_id": image_id, "tenant_id_dst": project_id}


def check(
    declared: Props, unknown: Set[str], rules: Mapping[str, Rule], optional: Set[str] = frozenset()
) -> tuple[dict[str, Any], list[Failure]]:
    """Return the inputs that were given, and every reason to refuse them.

    unknown: names of inputs whose value a preview cannot know yet; they are not judged.
    """
    inputs = {name: value for name, value in declared.items() if value is not None}
    failures = [Failure(name, "is missing") for name in rules.keys() - optional - inputs.keys() - unknown]
    for name, value in inputs.items():
        try:
            rules[name](value)
        except KeyError:
            failures.append(Failure(name, f"is unknown; known are {', '.join(sorted(rules))}"))
        except ValueError as error:
            failures.append(Failure(name, str(error)))
    return inputs, sorted(failures)
