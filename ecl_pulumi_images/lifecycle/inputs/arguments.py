"""The arguments of `Image`: one row for each, from which check, plan, outputs and drift derive what they need to know.

A new argument is a row here, a parameter with its documentation in resources/image.py, and its rows in docs/image.md
and tests/engine/input_rows.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .rules import Rule, boolean, capacity, image_id, names, one_of, properties, short, tags, text
from .source_rules import METHODS, secret, source_checksum, source_url, stores

_DATA = "an image's data cannot be changed once it is there"
_FORMAT = "the format of existing data cannot be changed"
_STORES = "an import chooses its stores once"


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """What the rest has to know of one argument.

    rule: what it may be. patched: the owner may change it at any time, by a patch. posted: sent once, at creation.
    kept: the service does not know it, so the state keeps it as declared. new_image: why a change needs a new image,
    empty where it does not. of_data: that reason concerns the data alone, which an image without any can still have.
    origin: it says where the data comes from; a change that asks for no new image is no change. promise: it promises
    data; without it, it is forgotten. derived: no program declares it.
    """

    rule: Rule
    patched: bool = False
    posted: bool = False
    kept: bool = False
    new_image: str = ""
    of_data: bool = False
    origin: bool = False
    promise: bool = False
    derived: bool = False


#: Formats: glance/api/v2/images.py answers 403 on an active image, even for the same value.
ARGUMENTS: Mapping[str, Argument] = {
    "adopt": Argument(rule=image_id, kept=True),
    "all_stores": Argument(rule=boolean, kept=True, new_image=_STORES, of_data=True),
    "container_format": Argument(rule=text, posted=True, new_image=_FORMAT),
    "content_hash": Argument(
        rule=text, kept=True, new_image=_DATA, of_data=True, origin=True, promise=True, derived=True
    ),
    "deactivated": Argument(rule=boolean, kept=True),
    "decompress": Argument(rule=boolean, kept=True, new_image=_DATA, of_data=True),
    "disk_format": Argument(rule=text, posted=True, new_image=_FORMAT),
    "force_destroy": Argument(rule=boolean, kept=True),
    "glance_image_id": Argument(rule=image_id, kept=True, new_image=_DATA, origin=True, promise=True),
    "glance_region": Argument(rule=text, kept=True, origin=True),
    "glance_service_interface": Argument(rule=one_of("admin", "internal", "public"), kept=True, origin=True),
    "image_id": Argument(rule=image_id, kept=True, new_image="an image keeps its id"),
    "image_source_password": Argument(rule=secret),
    "image_source_url": Argument(rule=source_url, kept=True, new_image=_DATA, of_data=True, origin=True, promise=True),
    "image_source_username": Argument(rule=text),
    "license_switch": Argument(
        rule=text,
        posted=True,
        new_image="a licence is fixed at creation; the data is uploaded again and billing may change",
    ),
    "local_file_path": Argument(rule=text, kept=True, origin=True),
    "method": Argument(rule=one_of(*METHODS), kept=True, origin=True),
    "min_disk": Argument(rule=capacity, patched=True),
    "min_ram": Argument(rule=capacity, patched=True),
    "name": Argument(rule=short, patched=True),
    "on_in_use": Argument(rule=one_of("deactivate", "fail", "hide"), kept=True),
    "os_hidden": Argument(rule=boolean, patched=True),
    "owner": Argument(rule=text, patched=True),
    "properties": Argument(rule=properties),
    "protected": Argument(rule=boolean, patched=True),
    "secret_inputs": Argument(rule=names, derived=True),
    "source_checksum": Argument(
        rule=source_checksum, kept=True, new_image=_DATA, of_data=True, origin=True, promise=True
    ),
    "stores": Argument(rule=stores, kept=True, new_image=_STORES, of_data=True),
    "tags": Argument(rule=tags, patched=True),
    "verify_checksum": Argument(rule=boolean, kept=True),
    # Which of them a service knows is its own affair: `shared` and `community` came with Image API 2.5.
    "visibility": Argument(rule=one_of("community", "private", "public", "shared"), patched=True),
    "web_download": Argument(rule=boolean, kept=True, origin=True),
}
