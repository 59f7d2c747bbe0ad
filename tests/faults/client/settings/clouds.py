"""What the tests beside it share."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

from ecl_pulumi_images.client import ImageClient, connect_with
from tests.support.http_server import Answer

SECRET = uuid4().hex


EMPTY = Answer(200, {"images": []})


CLOUDS = """
clouds:
  a: {{auth: {{auth_url: "{url}/v3", username: ua, password: pa, user_domain_id: default, project_id: PRJ-A}}}}
  b: {{auth: {{auth_url: "{url}/v3", username: ub, password: pb, user_domain_id: default, project_id: PRJ-B}}}}
  named: {{auth: {{auth_url: "{url}/v3", username: un, password: pn, user_domain_id: default,
                   project_name: n, project_domain_id: default}}}}
  key: {{auth_type: v3applicationcredential, auth: {{auth_url: "{url}/v3", project_id: PRJ-K,
                   application_credential_id: ci, application_credential_secret: cs}}}}
  two: {{auth: {{auth_url: "{url}/v3", username: ua, password: pa, user_domain_id: default, project_id: PRJ-A}},
         regions: [jp1, jp2]}}
"""


def clouds_yaml(tmp_path: Path, url: str) -> list[str]:
    file = tmp_path / "clouds.yaml"
    file.write_text(CLOUDS.format(url=url))
    return [str(file)]


def connected(tmp_path: Path, url: str, environment: Mapping[str, str], **settings: Any) -> ImageClient:
    sources = [("stack configuration", settings)]
    return connect_with(sources, config_files=clouds_yaml(tmp_path, url), environment=environment)
