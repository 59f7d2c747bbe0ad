"""`pulumi up` in this folder runs the quick start. It has a Pulumi.yaml of its own, to be copied."""

import runpy

runpy.run_path("examples/quickstart/__main__.py", run_name="__main__")
