"""`python -m tools.pulumi_cli` prints the path of the `pulumi` to run, made first where there is none."""

from __future__ import annotations

import sys

from . import ensure
from .build import BuildFailed


def main() -> int:
    try:
        print(ensure())
    except BuildFailed as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
