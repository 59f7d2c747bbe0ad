"""What a service may answer for a number, and Pulumi cannot store."""

import asyncio
import json

import pytest
from pulumi.runtime import rpc

from ecl_pulumi_images.client.images.decode import decode_image
from ecl_pulumi_images.lifecycle.plan.outputs import outputs


@pytest.mark.parametrize("number", ["1" + "0" * 400, "-1" + "0" * 400, "1e999", "NaN", "-Infinity"])
@pytest.mark.parametrize("shape", ["%s", "[%s]", '{"a": [%s]}'])
@pytest.mark.parametrize("name", ["size", "min_ram", "mine", "name", "tags"])
def test_an_absurd_number_of_the_service_can_be_stored(number: str, shape: str, name: str) -> None:
    record = decode_image('{"id": "1", "%s": %s}' % (name, shape % number))  # noqa: UP031  braces are JSON's

    stored = outputs(record, {}, region=None, endpoint="e")

    assert stored["server_properties"]
    json.dumps(stored, allow_nan=False)
    asyncio.run(rpc.serialize_properties(stored, {}))
