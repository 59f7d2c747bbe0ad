"""Keystone's database between two runs: where the services are now, and which projects there are."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from ..errors import LocalCloudError

_POINT = "UPDATE endpoint SET url = ? WHERE service_id IN (SELECT id FROM service WHERE type = ?)"


def point_endpoints(database: Path, urls: Mapping[str, str]) -> None:
    """Set the URL of every endpoint, by service type; only while no Keystone runs on the database."""
    try:
        with closing(sqlite3.connect(database)) as connection, connection:
            connection.executemany(_POINT, [(url, kind) for kind, url in urls.items()])
    except sqlite3.Error as error:
        raise LocalCloudError(f"{database} is damaged ({error}): remove the local cloud's folder") from error


def project_ids(database: Path) -> dict[str, str]:
    """Name to id of every project (domains are projects too, and left out)."""
    with closing(sqlite3.connect(database)) as connection:
        return dict(connection.execute("SELECT name, id FROM project WHERE NOT is_domain"))
