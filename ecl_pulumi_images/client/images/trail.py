"""The images that a listing has given last, so that it goes on when those that it stood at are deleted. Pure.

Glance finds a page by the last image of the page before, its marker, and answers 400 when somebody has deleted that one
(glance/api/v2/images.py, `ImagesController.index`). Any earlier image that is still there will do in its place: what
follows it, without what was given before, is the rest. When none is left, all of them are gone, and the rest is what
the list begins with.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from .page import ImagePage

KEPT = 2000  # ids: two pages of the largest size, or many small ones


class Trail:
    """The ids that were given last, oldest first."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._given: dict[str, None] = {}
        self._landmarks: list[str] = []  # those that may still be there
        self._whole = True  # whether these are all that were ever given
        self._went_back = self._begun_again = False
        self._step = 1

    def new(self, page: ImagePage) -> ImagePage:
        """The page, without the images that were given before if it went back; now its own are given, too."""
        found = page.images
        if self._went_back:
            found = tuple(image for image in found if image.id not in self._given)
        fresh = [image.id for image in found if image.id]
        self._step = 1
        if fresh:
            self._begun_again = False
            self._given.update(dict.fromkeys(fresh))
            self._landmarks += fresh
            self._forget()
        return page if len(found) == len(page.images) else replace(page, images=found)

    def back(self) -> str | None:
        """The id of an image to go on behind, "" for the beginning of the list, or None when it cannot go on.

        Each time twice as many of the latest are left out, so that it takes few questions when many are gone. An image
        that is passed over like that was given; going back too far only means to be told of it again.
        """
        self._went_back, left = True, len(self._landmarks)
        del self._landmarks[max(min(1, left - 1), left - self._step) :]  # the very oldest is tried, too
        self._step *= 2
        if self._landmarks:
            return self._landmarks[-1]
        again, self._begun_again = self._whole and not self._begun_again, True
        return "" if again else None

    def _forget(self) -> None:
        surplus = [*islice(self._given, max(0, len(self._given) - self._kept))]
        for image_id in surplus:
            del self._given[image_id]
        if surplus:
            self._whole = False
            self._landmarks = [image_id for image_id in self._landmarks if image_id in self._given]
