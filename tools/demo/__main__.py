"""`python -m tools.demo`; IMAGE=file brings an image along, KEEP=1 leaves cloud, image and stack as they are."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import mkdtemp
from types import FrameType

from pulumi.automation import CommandError

from ecl_pulumi_images import client
from ecl_pulumi_images.localcloud import LocalCloud, LocalCloudError
from tools import engine
from tools.pulumi_cli.build import BuildFailed

from . import kept, seed
from .quickstart import ROOT, Quickstart
from .story import Story
from .telling import NotSo, heading, say

WORK = ROOT / ".work"


def main() -> int:
    """Exit status: 0 when every step did what it claims, 1 when one did not, 130 when interrupted."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    try:
        image, keep = _image(os.environ.get("IMAGE")), os.environ.get("KEEP", "") not in ("", "0")
        engine.isolate()
        _demo(image, keep=keep)
    except NotSo as problem:
        return _failed(f"this is not so: {problem}")
    except CommandError:
        return _failed("Pulumi failed; its own words are above")
    except (LocalCloudError, BuildFailed, client.ImageServiceError, OSError) as problem:
        return _failed(str(problem))
    except KeyboardInterrupt:
        print("demo: everything is stopped and removed", file=sys.stderr)
        return 130
    return 0


def _demo(image: Path | None, *, keep: bool) -> None:
    started = time.monotonic()
    with _workplace(keep=keep) as work, _cloud(work / "cloud", keep=keep) as cloud:
        say(f"Keystone {cloud.auth_url}, Glance {cloud.image_url}")
        story = _story(work, cloud, image or seed.write(work / "seed.iso"))
        story.tell()
        if not keep:
            story.destroy()
    say(f"\nDone in {time.monotonic() - started:.0f} s.")
    if keep:
        say(kept.how_to_look(story))


@contextmanager
def _workplace(*, keep: bool) -> Iterator[Path]:
    """A folder of this run alone, or the one that stays; an earlier one that stayed makes way."""
    WORK.mkdir(exist_ok=True)
    if keep:
        kept.discard()
        kept.FOLDER.mkdir()
    work = kept.FOLDER if keep else Path(mkdtemp(prefix="demo-", dir=WORK))
    with ExitStack() as end:
        end.callback(shutil.rmtree, work)
        yield work
        if keep:
            end.pop_all()


@contextmanager
def _cloud(state: Path, *, keep: bool) -> Iterator[LocalCloud]:
    """A running cloud: ended in any case, or left on its own when the block ends well."""
    heading("a local cloud: a real Keystone and a real Glance")
    if not keep:
        with LocalCloud(state) as cloud:
            yield cloud
        return
    cloud = LocalCloud(state)
    cloud.start()
    try:
        yield cloud
    except BaseException:
        cloud.stop()
        raise


def _story(work: Path, cloud: LocalCloud, file: Path) -> Story:
    quickstart = Quickstart(work, cloud.clouds_yaml)
    quickstart.configure({"image": str(file), "ecl:cloud": "demo1", "ecl:showPatch": "true"})
    return Story(quickstart, client.connect(cloud="demo1", config_files=[cloud.clouds_yaml]), file)


def _image(path: str | None) -> Path | None:
    """The user's image file. Raises OSError when it cannot be read."""
    if not path:
        return None
    with Path(path).expanduser().open("rb"):
        return Path(path).expanduser().resolve()


def _failed(why: str) -> int:
    print(f"\ndemo: {why}", file=sys.stderr)
    return 1


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """Once: what is being stopped is then left to stop, which takes half a minute at most."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    print("\ndemo: interrupted, stopping", file=sys.stderr, flush=True)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
