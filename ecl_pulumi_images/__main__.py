"""`python -m ecl_pulumi_images adopt`: see `--help`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from ecl_pulumi_images.cli.adopt import adopt
from ecl_pulumi_images.cli.arguments import parser
from ecl_pulumi_images.client import ImageServiceError


def main(words: Sequence[str] | None = None) -> int:
    """Run the command line; 0 when it worked, 1 with one line when it did not."""
    arguments = parser().parse_args(words)
    try:
        sys.stdout.write(adopt(arguments))
    except (ImageServiceError, OSError, ValueError) as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
