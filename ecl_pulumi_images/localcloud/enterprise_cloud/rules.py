"""What NTT Enterprise Cloud's image service leaves out and refuses: an Image API of version 2.6. Pure.

Sources: its API reference (https://sdpf.ntt.com/services/docs/image-storage/api-references/) and Glance's history of
versions (https://docs.openstack.org/glance/latest/user/glancemetadefcatalogapi.html, "Versions").
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

YOUNGER = ("os_hash_algo", "os_hash_value", "os_hidden", "stores")  # fields that 2.7 and later added
LICENCES = (
    "WindowsServer_2012R2_Standard_64_ComLicense",
    "WindowsServer_2016_Standard_64_ComLicense",
    "RedHatEnterpriseLinux_7_64_BYOL",
)
_IMAGE = re.compile(r"/v2/images(/[^/]+)?/?")
_NEWEST = (2, 6)


def refusal(method: str, path: str, query: str, body: bytes) -> tuple[int, str] | None:
    """Return the status and the words with which such a service refuses a request, or None."""
    if path.rstrip("/") == "/v2/info/stores":
        return 404, "The resource could not be found."
    asked = parse_qs(query)
    if "os_hidden" in asked or asked.get("visibility") == ["all"]:
        return 400, "Invalid filter: this service has Image API 2.6"
    if _IMAGE.fullmatch(path) and method in ("POST", "PATCH"):
        given = _fields(body)
        for name in YOUNGER:
            if name in given:
                return 400, f"Unknown attribute {name}: this service has Image API 2.6"
        if given.get("license_switch", LICENCES[0]) not in LICENCES:
            return 400, "The license_switch is not supported"
    return None


def rewrites(method: str, path: str) -> bool:
    """Return whether the answer to this request may hold what the service leaves out."""
    return path in ("/", "/versions") or (method in ("GET", "POST", "PATCH") and bool(_IMAGE.fullmatch(path)))


def rewritten(body: bytes) -> bytes:
    """Return an answer without what the service leaves out; one that is no JSON as it is."""
    try:
        answer = json.loads(body)
    except ValueError:
        return body
    return json.dumps(_older(answer)).encode()


def _fields(body: bytes) -> dict[str, Any]:
    """Return the fields that a new image or a patch sets."""
    try:
        asked = json.loads(body)
    except ValueError:
        return {}
    if isinstance(asked, list):
        return {str(one.get("path", "")).lstrip("/"): one.get("value") for one in asked if isinstance(one, dict)}
    return asked if isinstance(asked, dict) else {}


def _older(answer: Any) -> Any:
    if not isinstance(answer, dict):
        return answer
    if isinstance(answer.get("versions"), list):
        return {**answer, "versions": [one for one in answer["versions"] if _number(one) <= _NEWEST]}
    if isinstance(answer.get("images"), list):
        return {**answer, "images": [_older(one) for one in answer["images"]]}
    return {name: value for name, value in answer.items() if name not in YOUNGER}


def _number(version: Mapping[str, Any]) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", str(version.get("id", ""))))
