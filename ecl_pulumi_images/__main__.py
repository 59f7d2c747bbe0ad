"""`python -m ecl_pulumi_images`: the same as `ecl-images`, where that is not on the path."""

from __future__ import annotations

import sys

from ecl_pulumi_images.cli.command import main

if __name__ == "__main__":
    sys.exit(main())
