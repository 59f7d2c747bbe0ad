"""Random programs: an image is changed, drifts, is replaced, meets faults and kills, and is destroyed, in any order.

After every `up` what is declared holds and what others wrote stays; in the end the cloud is as it was.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from ecl_pulumi_images.acts.image import ImageKind
from ecl_pulumi_images.acts.kind import ActFailed
from ecl_pulumi_images.client import ReplaceImageTags, UpdateImageProperty
from tests.reliability.faults import FAULTS, KILLED, At, Fault
from tests.reliability.stories import World, one_image
from tests.support.between import Between
from tests.support.one_resource import OneResource

PROGRAMS = int(os.environ.get("PROGRAMS", "8"))  # of STEPS steps each
STEPS = 15
WORDS = st.text("abc/~ é", min_size=1, max_size=4).map(str.strip).filter(bool)
#: What the service itself says of an image that is there is believed: it is no fault that can be made good.
BEARABLE = [fault for fault in FAULTS if fault.lie not in ("404 of the service", "204")]


class Program(RuleBasedStateMachine):
    """One resource, from its first creation to its end."""

    def __init__(self, between: Between, world: World) -> None:
        super().__init__()
        self.between, self.world = between, world
        self.image = OneResource(ImageKind, world.owner)
        self.declared = world.image(force_destroy=True)
        self.theirs: tuple[str | None, str] = (None, "")  # image, and what somebody has written there

    @rule(tags=st.lists(WORDS, max_size=3, unique=True))
    def declare_tags(self, tags: list[str]) -> None:
        self.declared["tags"] = tags

    @rule(key=WORDS, value=WORDS)
    def declare_a_property(self, key: str, value: str) -> None:
        self.declared["properties"] = {f"p{key}": value}

    @rule(protected=st.booleans())
    def declare_protection(self, protected: bool) -> None:
        self.declared["protected"] = protected

    @rule(gigabytes=st.integers(0, 3))
    def declare_min_disk(self, gigabytes: int) -> None:
        self.declared["min_disk"] = gigabytes

    @rule(words=st.sampled_from(["one", "two", "three"]))
    def declare_other_data(self, words: str) -> None:
        self.declared |= self.world.file(words)

    @rule()
    def bring_up(self) -> None:
        self.image.up(self.declared)
        self._hold()

    @precondition(lambda self: self.image.id)
    @rule(words=WORDS)
    def change_by_hand(self, words: str) -> None:
        """What is declared drifts, and something is added that nobody declares."""
        image_id = str(self.image.id)
        self.world.direct.update(image_id, [ReplaceImageTags(["drifted"]), UpdateImageProperty("add", "theirs", words)])
        self.theirs = (image_id, words)
        self.image.refresh()

    @rule(fault=st.sampled_from(BEARABLE), at=st.integers(0, 4))
    def meet_a_fault(self, fault: Fault, at: int) -> None:
        At(self.between, fault, at)
        with suppress(ActFailed):
            self.image.up(self.declared)
        self.between.meddle = lambda _: None
        self.image.up(self.declared)
        self._hold()

    @rule(fault=st.sampled_from(KILLED), at=st.integers(0, 4))
    def be_killed(self, fault: Fault, at: int) -> None:
        At(self.between, fault, at)
        self.image.killed = True
        with suppress(ActFailed):
            self.image.up(self.declared)
        self.image.killed, self.between.meddle = False, lambda _: None
        try:
            self.image.up(self.declared)
        except ActFailed as error:
            named = str(error).partition("adopt='")[2].partition("'")[0]
            if not named:
                raise
            self.image.up({**self.declared, "adopt": named})
        self._hold()

    @rule()
    def destroy(self) -> None:
        self.image.destroy()
        assert [one.id for one in self.world.direct.list(name=self.world.name)] == []

    @invariant()
    def there_is_one_at_most(self) -> None:
        assert len(list(self.world.direct.list(name=self.world.name))) <= 1

    def teardown(self) -> None:
        self.between.meddle = lambda _: None
        try:
            self.destroy()
        finally:
            self.world.clean()

    def _hold(self) -> None:
        assert one_image(self.world, self.image, self.declared) == ""
        image_id, words = self.theirs
        if image_id == self.image.id:
            assert self.world.direct.get(str(image_id)).properties["theirs"] == words


def test_any_program_ends_as_it_is_declared_whatever_happens_on_the_way(
    between: Between, world: Callable[[], World]
) -> None:
    how = settings(
        max_examples=PROGRAMS,
        stateful_step_count=STEPS,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )

    class Here(Program):
        def __init__(self) -> None:
            super().__init__(between, world())

    run_state_machine_as_test(Here, settings=how)
