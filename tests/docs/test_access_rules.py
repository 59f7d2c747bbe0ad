"""The access rules that docs/configuration.md names are enough for an image's life, and no fewer are (case A5)."""

from __future__ import annotations

import json
import re
import uuid

import pytest
import requests

from ecl_pulumi_images import client
from ecl_pulumi_images.localcloud import LocalCloud
from ecl_pulumi_images.localcloud.accounts import login

from .page import text

[SHOWN] = re.findall(r"```json\n(.*?)```", text("configuration.md"), re.DOTALL)
RULES = json.loads(SHOWN)


def life(images: client.ImageClient) -> None:
    """What the provider asks of the service for an image with a file, from its creation to its deletion."""
    made = images.create(
        client.CreateOpts(id=str(uuid.uuid4()), name="ruled", disk_format="raw", container_format="bare")
    )
    sent = images.upload(made.id, b"some data")
    client.verify(sent, images.wait(made.id))
    images.update(made.id, [client.ReplaceImageName("renamed")])
    images.delete(made.id)


def test_the_rules_are_enough_for_an_images_life(cloud: LocalCloud) -> None:
    life(limited(cloud, RULES))


@pytest.mark.parametrize("left_out", RULES, ids=lambda rule: rule["method"])
def test_no_rule_can_be_left_out(cloud: LocalCloud, images: client.ImageClient, left_out: dict[str, str]) -> None:
    with pytest.raises(client.Unauthorized) as caught:
        life(limited(cloud, [rule for rule in RULES if rule is not left_out]))

    assert caught.value.method == left_out["method"]
    for image in images.find("ruled") + images.find("renamed"):
        images.delete(image.id)


def test_a_missing_rule_for_the_upload_is_named(cloud: LocalCloud, images: client.ImageClient) -> None:
    made = images.create(client.CreateOpts(name="ruled", disk_format="raw", container_format="bare"))

    with pytest.raises(client.Unauthorized, match=r"this credential may not PUT .*access rules"):
        limited(cloud, [rule for rule in RULES if rule["method"] != "PUT"]).upload(made.id, b"some data")

    assert images.get(made.id).status == "queued"
    images.delete(made.id)


def limited(cloud: LocalCloud, rules: list[dict[str, str]]) -> client.ImageClient:
    """A client as demo1 with a new application credential that has these access rules."""
    answer = requests.post(f"{cloud.auth_url}/auth/tokens", json=login("demo1"), timeout=60)
    user = answer.json()["token"]["user"]["id"]
    made = requests.post(
        f"{cloud.auth_url}/users/{user}/application_credentials",
        headers={"X-Auth-Token": answer.headers["X-Subject-Token"]},
        json={"application_credential": {"name": str(uuid.uuid4()), "access_rules": rules}},
        timeout=60,
    )
    credential = made.json()["application_credential"]
    return client.connect(
        auth_url=cloud.auth_url,
        application_credential_id=credential["id"],
        application_credential_secret=credential["secret"],
        region_name=cloud.region,
        load_envvars=False,
        load_yaml_config=False,
    )
