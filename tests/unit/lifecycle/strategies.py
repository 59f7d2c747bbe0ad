"""What users declare, as Hypothesis strategies."""

from hypothesis import strategies as st

from ecl_pulumi_images.lifecycle.inputs.property_keys import property_key
from ecl_pulumi_images.lifecycle.inputs.validation import validated

text = st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]), max_size=12)


def _kept(key: str) -> bool:
    try:
        return bool(property_key(key))
    except ValueError:
        return False


keys = text.filter(_kept)
values = text | st.booleans() | st.integers(-(2**52), 2**52) | st.floats(-1e6, 1e6)
properties = st.dictionaries(keys, values, max_size=5)

fields = st.fixed_dictionaries(
    {},
    optional={
        "name": text,
        "visibility": st.sampled_from(["private", "shared", "community", "public"]),
        "protected": st.booleans(),
        "os_hidden": st.booleans(),
        "min_disk": st.integers(0, 100),
        "min_ram": st.integers(0, 100000),
        "tags": st.lists(text.filter(bool), max_size=4),
        "properties": properties,
    },
)

#: As `check` returns them: what the acts are given.
checked = fields.map(lambda declared: validated(declared).inputs)
