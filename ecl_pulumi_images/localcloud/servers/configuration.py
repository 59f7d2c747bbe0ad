"""The configuration files of Keystone and Glance."""

from __future__ import annotations

from importlib.metadata import files
from pathlib import Path

from .. import private
from ..accounts import SERVICE_PASSWORD, SERVICE_PROJECT, SERVICE_USER
from ..errors import LocalCloudError
from ..state import State

_KEYSTONE = """\
[DEFAULT]
use_stderr = true
[database]
connection = sqlite:///{folder}/keystone.db?timeout=60
sqlite_synchronous = false
[token]
provider = fernet
[fernet_tokens]
key_repository = {folder}/fernet-keys
[fernet_receipts]
key_repository = {folder}/receipt-keys
[credential]
key_repository = {folder}/credential-keys
[cache]
enabled = true
backend = dogpile.cache.memory
[identity]
password_hash_rounds = 4
"""

_GLANCE = """\
[DEFAULT]
use_stderr = true
enabled_backends = file1:file, file2:file
enabled_import_methods = [glance-direct,web-download,copy-image,glance-download]
[wsgi]
task_pool_threads = 4
[database]
connection = sqlite:///{folder}/glance.db?timeout=60
sqlite_synchronous = false
[oslo_concurrency]
lock_path = {folder}/lock
[oslo_policy]
policy_file = {folder}/policy.yaml
[glance_store]
default_backend = file1
[file1]
filesystem_store_datadir = {folder}/file1
[file2]
filesystem_store_datadir = {folder}/file2
[os_glance_staging_store]
filesystem_store_datadir = {folder}/staging
[os_glance_tasks_store]
filesystem_store_datadir = {folder}/tasks
[import_filtering_opts]
allowed_schemes = [http,https]
disallowed_schemes = []
allowed_hosts = [127.0.0.1,localhost]
disallowed_hosts = []
allowed_ports = []
disallowed_ports = []
[paste_deploy]
config_file = {paste}
flavor = keystone
[keystone_authtoken]
www_authenticate_uri = {keystone_url}
auth_url = {keystone_url}
auth_type = password
user_domain_id = default
project_domain_id = default
project_name = {project}
username = {user}
password = {password}
service_token_roles_required = true
service_type = image
"""

KEYSTONE_FILE = "keystone.conf"
GLANCE_FILE = "glance-api.conf"


def write_keystone(state: State) -> Path:
    """Write keystone.conf with the folder as it is now, so that a state may move."""
    path = state.keystone / KEYSTONE_FILE
    private.write(path, _KEYSTONE.format(folder=state.keystone))
    return path


def write_glance(state: State, keystone_url: str) -> Path:
    """Write glance-api.conf and make the folders it names. web-download works from loopback only."""
    for name in ("file1", "file2", "staging", "tasks", "lock"):
        (state.glance / name).mkdir(exist_ok=True)
    (state.glance / "policy.yaml").touch(mode=0o600)
    path = state.glance / GLANCE_FILE
    account = {"project": SERVICE_PROJECT, "user": SERVICE_USER, "password": SERVICE_PASSWORD}
    text = _GLANCE.format(folder=state.glance, paste=_paste(), keystone_url=keystone_url, **account)
    private.write(path, text)
    return path


def _paste() -> Path:
    """Glance's own pipeline file: a data file of its distribution, outside its package."""
    for file in files("glance") or ():
        if file.name == "glance-api-paste.ini":
            return Path(str(file.locate())).resolve()
    raise LocalCloudError("the installed glance has no glance-api-paste.ini: install glance again, from PyPI")
