"""A real Keystone and a real Glance on free loopback ports, for demos and tests.

`with LocalCloud() as cloud:` in a program; `python -m ecl_pulumi_images.localcloud up` in a shell.
It needs the extra `localcloud` (keystone, glance, gunicorn) and a POSIX system.
"""

from .cloud import LocalCloud
from .errors import LocalCloudError

__all__ = ["LocalCloud", "LocalCloudError"]
