"""Certificates: whom to trust is what the settings say, whatever else the environment says."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from ecl_pulumi_images.client import connect, errors
from ecl_pulumi_images.client.http import unverified
from tests.support.certificate import self_signed
from tests.support.http_server import Answer, HttpServer, in_turn

ID = str(uuid4())
IMAGE = Answer(200, {"id": ID, "status": "active"})


@pytest.fixture
def authority(tmp_path: Path) -> tuple[Path, Path]:
    return self_signed(tmp_path, "server")


@pytest.fixture
def url(authority: tuple[Path, Path]) -> Iterator[str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*authority)
    with HttpServer(in_turn(IMAGE), tls=context) as server:
        yield server.url


def test_an_unknown_authority_is_refused_at_once_with_the_way_out(url: str) -> None:
    with pytest.raises(errors.ConnectionFailed, match=r"certificate.*set cacert") as failed:
        connect(auth_type="none", endpoint_override=url, load_envvars=False).get(ID)

    assert not failed.value.reached


def test_an_unknown_authority_of_keystone_is_refused_with_the_way_out(url: str) -> None:
    settings = {"auth_url": url, "username": "u", "password": "SECRET", "user_domain_id": "default", "project_id": "p"}
    with pytest.raises(errors.ConnectionFailed, match=r"certificate.*set cacert") as failed:
        connect(load_envvars=False, load_yaml_config=False, **settings).get(ID)

    assert "SECRET" not in str(failed.value)


@pytest.mark.parametrize("way", ["cacert", "verify"])
def test_the_authority_in_the_settings_is_trusted_whatever_the_environment_says(
    url: str, authority: tuple[Path, Path], way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(self_signed(tmp_path, "other")[0]))
    settings: dict[str, Any] = {way: str(authority[0])}

    assert connect(auth_type="none", endpoint_override=url, load_envvars=False, **settings).get(ID).id == ID


@pytest.mark.filterwarnings("ignore:Unverified HTTPS request")
@pytest.mark.parametrize("settings", [{"verify": "false"}, {"insecure": "true"}, {"verify": False}])
def test_verification_can_be_switched_off_in_every_spelling(
    url: str, settings: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(self_signed(tmp_path, "other")[0]))

    assert connect(auth_type="none", endpoint_override=url, load_envvars=False, **settings).get(ID).id == ID


def test_that_nothing_is_verified_is_said_once_and_not_at_each_request(
    url: str, caplog: pytest.LogCaptureFixture, recwarn: pytest.WarningsRecorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unverified, "_warned", set())
    for _ in range(3):
        images = connect(auth_type="none", endpoint_override=url, load_envvars=False, insecure=True)
        assert [images.get(ID).id for _ in range(3)] == [ID] * 3

    assert [record.getMessage().partition(",")[0] for record in caplog.records if record.levelname == "WARNING"] == [
        "insecure: certificates are not verified"
    ]
    assert [str(one.message) for one in recwarn] == []
