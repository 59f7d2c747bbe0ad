"""How a listing's filter says exactly one value, or one of several.

Glance reads `word:` at the start of a filter on name, id, status, container_format and disk_format as an operator,
knows `in` and `eq`, and answers 400 to any other word (glance/common/utils.py, `split_filter_op`;
glance/db/sqlalchemy/api.py, `_make_conditions_from_filters`). So the name `12:30` fails as it stands, and the name
`in:alpha` finds the image `alpha`.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..invalid import InvalidFilter

_OPERATORS = ("in:", "eq:")


def exact(value: str) -> str:
    """Return the filter that means this value and no other, whatever it holds: `exact("in:alpha")`.

    `eq:` goes in front only when the value has a colon: services older than the operator read all else as it is.
    MySQL compares names without regard to case, so compare the results once more.
    """
    return f"eq:{value}" if ":" in value else value


def any_of(values: Iterable[str]) -> str:
    """Return the filter that means any of these values: in:a,"b,c".

    Raises InvalidFilter for no values, and for the few that Glance's quoting cannot say: it never takes backslashes
    out again (glance/common/utils.py, `split_filter_value_for_quotes`, `validate_quotes`).
    """
    listed = [_quoted(value) for value in values]
    if not listed:
        raise InvalidFilter("an empty list of values matches nothing: leave the filter out, or do not ask")
    return f"in:{','.join(listed)}"


def matching(value: str | Iterable[str]) -> str:
    """Return the filter for what a user gave: one value, several, or text that begins with `in:` or `eq:`."""
    if not isinstance(value, str):
        return any_of(value)
    given = str.__str__(value)  # the plain string of an enum member
    return given if given.startswith(_OPERATORS) else exact(given)


def _quoted(value: str) -> str:
    if not isinstance(value, str):
        raise InvalidFilter(f"{value!r:.60} is not a string")
    if '"' in value:
        raise InvalidFilter(
            f"{value!r:.60} holds a quotation mark, which a list of values cannot say: ask for it alone"
        )
    if value and "," not in value:
        return str.__str__(value)
    if value.endswith("\\") or "\\\n" in value:
        raise InvalidFilter(f"{value!r:.60} cannot be quoted in a list of values: ask for it alone")
    return f'"{value}"'
