"""What gunicorn loads for Keystone."""

from __future__ import annotations

import gc
import sys
from importlib import import_module

gc.disable()  # saves a tenth of a start that is all imports
_arguments, sys.argv = sys.argv, sys.argv[:1]  # Keystone would read gunicorn's options as its own
import_module("ecl_pulumi_images.localcloud.sqlite_begin")
application = import_module("keystone.wsgi.api").application
sys.argv = _arguments
gc.enable()
