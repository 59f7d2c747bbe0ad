"""What a service may answer, tidy and wild."""

from typing import Any

from hypothesis import strategies as st

from ecl_pulumi_images.client.images.fields import FIELDS, WIRE_NAMES
from ecl_pulumi_images.client.wire.field import AnsweredField, WireField

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
json_values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)
dates = st.datetimes().map(lambda moment: f"{moment.isoformat(timespec='seconds')}Z")

#: Names that collide with something of ours, and the empty one.
traps = st.sampled_from(
    ["properties", "self_", "__os_type", "", "__class__", "direct_url", "stores", "os_glance_x", "copy"]
)
other_names = (traps | st.text(max_size=12)).filter(lambda name: name not in WIRE_NAMES)

_USUAL = {
    str: st.text(max_size=8) | dates,
    int: st.integers(),
    bool: st.booleans(),
    list: st.lists(st.text(max_size=5), max_size=3),
    dict: st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3),
}


_SPELLED = st.sampled_from(["true", "False", "0", "1", "-5", "512.0", "no"])


def _values(name: str, field: AnsweredField | WireField) -> st.SearchStrategy[Any]:
    usual = dates if name.endswith("_at") else _USUAL[field.kind]
    return st.one_of(usual, usual, usual, st.none(), _SPELLED, json_values)


#: JSON objects that look like an image, with any field absent, null, odd or unknown.
wires = st.builds(
    lambda known, rest: known | rest,
    st.fixed_dictionaries({}, optional={f.data_key or name: _values(name, f) for name, f in FIELDS.items()}),
    st.dictionaries(other_names, json_values, max_size=4),
)
