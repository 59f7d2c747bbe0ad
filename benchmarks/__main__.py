"""Run every module of this folder that has a `main`, or those that are named: python -m benchmarks upload."""

from __future__ import annotations

import pkgutil
import sys
from importlib import import_module

import benchmarks


def main(wanted: list[str]) -> None:
    """Run them one after the other, so that none disturbs another."""
    found = [module.name for module in pkgutil.iter_modules(benchmarks.__path__) if not module.name.startswith("_")]
    unknown = set(wanted) - set(found)
    if unknown:
        raise SystemExit(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(sorted(found))}")
    for name in wanted or sorted(found):
        print(f"\n== {name}", flush=True)
        import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main(sys.argv[1:])
