"""Who may use the local cloud, and the two spellings of it: clouds.yaml and `OS_*` variables."""

from __future__ import annotations

from pathlib import Path

from . import private

REGION = "RegionOne"
PASSWORDS = {"admin": "adminpw", "demo1": "demo1pw", "demo2": "demo2pw"}  # made up; loopback only
"""User to password. Each user has a project of its own name; demo1 and demo2 are plain members."""

SERVICE_USER, SERVICE_PASSWORD, SERVICE_PROJECT = "glance", "glancepw", "service"

_CLOUD = """\
  {name}:
    auth_type: password
    auth:
      auth_url: {auth_url}
      username: {name}
      password: {password}
      project_name: {name}
      user_domain_id: default
      project_domain_id: default
    region_name: {region}
    interface: public
    identity_api_version: 3
"""


def environment(name: str, auth_url: str) -> dict[str, str]:
    """The `OS_*` variables of one account."""
    return {
        "OS_AUTH_TYPE": "password",
        "OS_AUTH_URL": auth_url,
        "OS_USERNAME": name,
        "OS_PASSWORD": PASSWORDS[name],
        "OS_PROJECT_NAME": name,
        "OS_USER_DOMAIN_ID": "default",
        "OS_PROJECT_DOMAIN_ID": "default",
        "OS_REGION_NAME": REGION,
        "OS_INTERFACE": "public",
        "OS_IDENTITY_API_VERSION": "3",
    }


def login(name: str) -> dict[str, object]:
    """The body of Keystone's `POST /v3/auth/tokens` for one account, scoped to its project."""
    domain = {"id": "default"}
    user = {"name": name, "password": PASSWORDS[name], "domain": domain}
    identity = {"methods": ["password"], "password": {"user": user}}
    return {"auth": {"identity": identity, "scope": {"project": {"name": name, "domain": domain}}}}


def write_clouds_yaml(path: Path, auth_url: str) -> None:
    """Write the accounts as clouds of their own names, readable by the owner alone."""
    entries = (
        _CLOUD.format(name=name, password=password, auth_url=auth_url, region=REGION)
        for name, password in PASSWORDS.items()
    )
    private.write(path, "clouds:\n" + "".join(entries))
