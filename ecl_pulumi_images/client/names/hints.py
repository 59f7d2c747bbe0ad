"""The ways out that name settings: `{cacert}` is what that setting is called where it is written."""

from __future__ import annotations

import re

from .spelling import setting

AUTH_URL = "check {auth_url}"
AUTHORITY = "set {cacert} to the file of the authority that signed the certificate"
CREDENTIALS = "check {auth_url}, user, password or application credential, project and domains"
HTTP_BASIC = "leave them out; {auth_type} http_basic takes username and password"
INTERFACE = "choose another {interface} or project that has one, or give {endpoint_override}"
NO_CATALOGUE = "without Keystone there is no catalogue: give {endpoint_override}"
NO_CLOUD = "name a cloud of clouds.yaml ({cloud} or OS_CLOUD), set {auth_url} and credentials, or OS_AUTH_URL"
NO_KEYSTONE = "a proxy or another server answers in Keystone's place: check {auth_url}"
ONE_SERVICE = "set {endpoint_override} to one of them, or image_service_name in clouds.yaml"
REGION = "set {region_name}"


def spelt(hint: str) -> str:
    """The hint for whoever is served in this thread."""
    return re.sub(r"\{(\w+)\}", lambda name: setting(name[1]), hint)
