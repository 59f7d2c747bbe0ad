"""What a POSIX shell has to be told to become one account of the local cloud, and nothing else. Pure."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping

#: Every OS_* variable that this package's client reads (client/settings/names.py, which a test compares), and
#: the ones that openstacksdk and python-openstackclient read beside them.
_COMPETING = """
ACCESS_KEY ACCESS_SECRET ACCESS_TOKEN ACCESS_TOKEN_ENDPOINT ACCESS_TOKEN_TYPE API_TIMEOUT APPLICATION_CREDENTIAL_ID
APPLICATION_CREDENTIAL_NAME APPLICATION_CREDENTIAL_SECRET AUTH_METHODS AUTH_PLUGIN AUTH_TOKEN AUTH_TYPE AUTH_URL
CACERT CACERT_FILE CERT CLIENT_CONFIG_FILE CLIENT_ID CLIENT_SECRET CLIENT_SECURE_FILE CLIENT_VENDOR_FILE CLOUD
CLOUD_NAME CODE CODE_CHALLENGE_METHOD CONSUMER_KEY CONSUMER_SECRET DEFAULT_DOMAIN DEFAULT_DOMAIN_ID
DEFAULT_DOMAIN_NAME DEVICE_AUTHORIZATION_ENDPOINT DISCOVERY_ENDPOINT DOMAIN_ID DOMAIN_NAME ENDPOINT
ENDPOINT_OVERRIDE ENDPOINT_TYPE IDENTITY_API_VERSION IDENTITY_PROVIDER IDENTITY_PROVIDER_URL IDP_OTP_KEY
IMAGE_API_VERSION IMAGE_ENDPOINT IMAGE_ENDPOINT_OVERRIDE IMAGE_ENDPOINT_TYPE IMAGE_INTERFACE IMAGE_REGION_NAME
IMAGE_SERVICE_NAME IMAGE_SERVICE_TYPE INSECURE INTERFACE KEY LOGIN_TIMEOUT MUTUAL_AUTH OAUTH2_CLIENT_ID
OAUTH2_CLIENT_SECRET OAUTH2_ENDPOINT PASSCODE PASSWORD PROJECT_DOMAIN_ID PROJECT_DOMAIN_NAME PROJECT_ID
PROJECT_NAME PROTOCOL REDIRECT_HOST REDIRECT_PORT REDIRECT_URI REGION REGION_NAME SCOPE SERVICE_NAME
SERVICE_PROVIDER_ENDPOINT SERVICE_PROVIDER_ENTITY_ID SERVICE_TOKEN SERVICE_TYPE SYSTEM_SCOPE TENANT_ID TENANT_NAME
TIMEOUT TOKEN TRUST_ID URL USERNAME USER_DOMAIN_ID USER_DOMAIN_NAME USER_ID USER_NAME VERIFY
"""
COMPETING = frozenset(f"OS_{name}" for name in _COMPETING.split())

_NAME = re.compile(r"OS_[A-Za-z0-9_]+")


def lines(variables: Mapping[str, str], environment: Iterable[str]) -> list[str]:
    """Commands for `eval` that set `variables` and unset every other OS_* variable that may say something else.

    environment: the names that are set now; those that a shell cannot name are left out.
    """
    present = {name for name in environment if _NAME.fullmatch(name)}
    others = sorted((COMPETING | present) - variables.keys())
    exports = [f"export {name}={shlex.quote(value)}" for name, value in variables.items()]
    return [f"unset {' '.join(others)}", *exports]
