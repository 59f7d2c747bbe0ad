"""Which keys a custom property may have. Pure.

Glance keeps custom properties at the top level of an image, beside its own fields (glance/api/v2/images.py,
`RequestDeserializer` and `get_base_properties`; measured on Glance 33).
"""

from __future__ import annotations

from dataclasses import fields

from ecl_pulumi_images.client import CreateOpts

#: Fields that are arguments of an image.
ARGUMENTS = frozenset(field.name for field in fields(CreateOpts)) - {"id", "properties"}
#: Fields that only the service sets; a request that holds one is refused as a whole.
SERVER_OWNED = frozenset(
    (
        *("checksum", "created_at", "deleted", "deleted_at", "direct_url", "file", "id", "location", "locations"),
        *("os_hash_algo", "os_hash_value", "schema", "self", "size", "status", "stores", "updated_at", "virtual_size"),
    )
)
#: Keys that Glance takes at creation and can never change or remove: a PATCH finds an attribute of that name in the
#: Python object behind the image (glance/api/v2/images.py, `_do_add`, `_do_replace` and `_do_remove` ask `hasattr`),
#: answers 403, 404 or 500, or sets that instead.
UNCHANGEABLE = frozenset(
    (
        *("base", "context", "deactivate", "delete", "extra_properties", "get_data", "get_payload", "get_super_class"),
        *("helper", "image_id", "member", "notifier", "reactivate", "repo", "send_notification", "set_data"),
        *("__dict__", "__module__", "__weakref__", *dir(object)),
    )
)


def property_key(key: str) -> str:
    """Accept a key that Glance can keep, change and remove; raise ValueError with the reason and the way out."""
    if key != key.strip():
        raise ValueError("begins or ends with white space, which Glance strips when it is updated: leave it out")
    if key in ARGUMENTS:
        raise ValueError(f"is one of Glance's own fields: set the argument {key!r} instead")
    if key in SERVER_OWNED or key.startswith("os_glance"):
        raise ValueError("is one of Glance's own fields, which only the image service sets: choose another name")
    if key in UNCHANGEABLE:
        raise ValueError("is a name that Glance takes once and can never change or remove: choose another name")
    return key
