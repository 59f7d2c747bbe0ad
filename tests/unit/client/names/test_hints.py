"""Ways out name settings that there are, as they are called where they are written."""

from __future__ import annotations

import re

from ecl_pulumi_images.acts.keys import spelling
from ecl_pulumi_images.client.names import hints
from ecl_pulumi_images.client.names.hints import REGION, spelt
from ecl_pulumi_images.client.names.spelling import plain, speak
from ecl_pulumi_images.client.settings.names import NAMES


def test_every_way_out_names_settings_that_there_are() -> None:
    told = " ".join(hint for name, hint in vars(hints).items() if name.isupper())

    assert set(re.findall(r"\{(\w+)\}", told)) - NAMES.keys() == set()
    assert "{cacert}" in told


def test_a_way_out_is_told_in_the_words_of_the_place_where_settings_are_written() -> None:
    told = []
    for place in (plain, spelling(None), spelling("jp2")):
        speak(place)
        told.append(spelt(REGION))
    speak(plain)

    assert told == ["set region_name", "set ecl:region", "set region= of the Provider 'jp2'"]
