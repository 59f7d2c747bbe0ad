"""make says in one line why it cannot start."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
MAKE = shutil.which("make") or "make"


def test_a_python_that_is_not_there_or_too_old_is_one_line_with_the_way_out(tmp_path: Path) -> None:
    old = tmp_path / "python-old"
    old.write_text("#!/bin/sh\ncase $2 in *print*) echo 3.10.4;; *) exit 1;; esac\n")
    old.chmod(0o755)

    for python in (str(old), "/no/such/python"):
        done = subprocess.run(
            [MAKE, "python", f"PYTHON={python}"], cwd=ROOT, capture_output=True, text=True, check=False
        )

        assert done.returncode == 2
        assert done.stderr.splitlines()[0] == (
            "Python 3.11 or newer is needed (Glance asks for it): make PYTHON=/path/to/python3.11"
        )
