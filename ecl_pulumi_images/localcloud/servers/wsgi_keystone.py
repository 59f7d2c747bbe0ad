"""What gunicorn loads for Keystone."""

from __future__ import annotations

import gc
import sys
from importlib import import_module

gc.disable()  # saves a tenth of a start that is all imports
_arguments, sys.argv = sys.argv, sys.argv[:1]  # Keystone would read gunicorn's options as its own
import_module(".sqlite_begin", __package__)
application = import_module("keystone.wsgi.api").application
sys.argv = _arguments
gc.enable()
