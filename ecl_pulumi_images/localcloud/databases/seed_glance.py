"""A program: make the image service's tables. `python -m ecl_pulumi_images.localcloud.databases.seed_glance CONF`"""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module

from ..servers.lifeline import follow


def main(conf: str) -> None:
    """Do what `glance-manage db_sync` does."""
    follow(lambda: os.killpg(0, signal.SIGKILL))
    sys.argv = ["glance-manage", "--config-file", conf, "db_sync"]
    sys.exit(import_module("glance.cmd.manage").main())


if __name__ == "__main__":
    main(sys.argv[1])
