"""The acts of `Image`."""

from __future__ import annotations

from collections.abc import Mapping, Set
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ecl_pulumi_images.client import Image
from ecl_pulumi_images.lifecycle.data.content_hash import proved_by_md5
from ecl_pulumi_images.lifecycle.data.declared_file import PROGRAM, with_its_hash
from ecl_pulumi_images.lifecycle.existence import read
from ecl_pulumi_images.lifecycle.failures import Failed, Unsettled
from ecl_pulumi_images.lifecycle.image import spread
from ecl_pulumi_images.lifecycle.image.adopt import adopt, adoption
from ecl_pulumi_images.lifecycle.image.create import create, refill
from ecl_pulumi_images.lifecycle.image.delete import delete
from ecl_pulumi_images.lifecycle.image.update import update
from ecl_pulumi_images.lifecycle.inputs.validation import Failure, discreet
from ecl_pulumi_images.lifecycle.plan.description import described
from ecl_pulumi_images.lifecycle.plan.lost import irreplaceable, lost
from ecl_pulumi_images.lifecycle.plan.outputs import (
    HALF_MADE,
    ORIGIN,
    carried,
    half_made,
    inputs,
    kept_changes,
    outputs,
)
from ecl_pulumi_images.lifecycle.plan.planner import Plan, plan
from ecl_pulumi_images.lifecycle.plan.replacement import unproved_checksum
from ecl_pulumi_images.lifecycle.props import Props

from . import foreseen, identities
from .acting import EXPECTED, acting, conditions, leftovers, unsettled
from .call import Call
from .checking import check
from .kind import Bag, Checked, Kind, Made, Planned
from .refused import printable
from .secrets import secret_names
from .shown_patch import shown_operations
from .state import obeyed, recorded
from .takeover import taken_over, taking_over
from .unknown import judged, known, partly, unknown_keys, unknown_names, without

if TYPE_CHECKING:
    from ecl_pulumi_images.client import ImageClient

LOCKED = (
    "the image is protected, so it cannot be deleted when the new one is there: "
    "set protected=False or force_destroy=True and run `pulumi up` first"
)


class ImageKind(Kind):
    """Create, read, update and delete images."""

    idle = ORIGIN

    def check(self, call: Call, olds: Bag, news: Bag) -> Checked:
        """Refuse bad inputs; fill in the formats of a local file. No request."""
        before = known(olds)
        unknown, given = unknown_keys(news) - {PROGRAM}, with_its_hash(judged(news), before)
        if call.name and "name" not in unknown:
            given.setdefault("name", call.name)  # a transformation may have taken the default away
        inputs, failures = check(given, unknown, before, lambda said: call.log(said, "WARNING"))
        kept = {key: news[key] for key in unknown - {"content_hash"}}
        if "properties" in kept:
            kept["properties"] = partly(news["properties"], inputs.get("properties"))
        if "local_file_path" in unknown:
            kept["content_hash"] = news["local_file_path"]
        hidden = secret_names(inputs, before)
        if not before and not failures:
            failures += self._announced(call, inputs, unknown, hidden)
        return Checked(inputs | kept, printable([discreet(one, hidden & news.keys()) for one in failures], news))

    def _announced(self, call: Call, inputs: Props, unknown: Set[str], hidden: Set[str]) -> list[Failure]:
        """Say what a creation does besides creating. An image that cannot be adopted is refused."""
        adopted = inputs.get("adopt")
        if inputs.get("deactivated") and not adopted:
            call.log("due: deactivate the image, once it has its data")
        if not adopted:
            return []
        try:
            changes = adoption(self._configuration.images(), without(inputs, unknown))
        except Failed as error:
            return [Failure("adopt", str(error).removeprefix("adopt: "))]
        except EXPECTED as error:
            call.log(f"adopts image {adopted}; it could not be looked at: {error}", "WARNING")
            return []
        patch = f"PATCH {shown_operations(changes.operations, hidden, unknown)}" if changes.operations else ""
        call.log(f"adopts image {adopted}; due: {' and '.join(filter(None, (patch, *changes.actions))) or 'nothing'}")
        return []

    def _planned(self, call: Call, state: Props, declared: Props) -> Plan:
        """Return the plan; where the service copies an image to other stores, these need no new one.

        The preview has to tell which, so this asks, when nothing but the stores of an image differ.
        """
        if spread.only_stores(state, declared) and self._copies(state):
            call.log("the service copies the data to the stores that lack it; nothing is uploaded")
            return plan(state, spread.without_stores(declared))
        return plan(state, declared)

    def _copies(self, state: Props) -> bool:
        try:
            return spread.offered(self._configuration.images(state.get("region")))
        except EXPECTED:
            return False

    def diff(self, call: Call, id_: str, olds: Bag, news: Bag) -> Planned:
        """Say what would happen. No request, unless an image is to be in other stores."""
        identities.met(id_)
        with acting(call):
            before, unknown = call.old_inputs, unknown_keys(news)
            state: Props = recorded(id_, olds, before)
            declared = obeyed(call.ignored, known(news), state)
            state = proved_by_md5(state, declared)
            open_ = unknown_names(news)
            planned = self._planned(call, without(state, open_), without(declared, open_))
        if planned.operations and self._configuration.show_patch:
            shown = shown_operations(planned.operations, secret_names(declared, before or {}), open_)
            call.log(f"due: PATCH /v2/images/{id_} {shown}")  # true in a preview, an update and a refresh
        for action in planned.actions:
            call.log(f"due: {action} image {id_}")
        if said := unproved_checksum(state, declared):
            call.log(said, "WARNING")
        if planned.fills:
            call.log(f"uploads the data into image {id_}, which has none yet")
        if warning := self._configuration.another_tenant(olds, declared):
            call.log(warning, "WARNING")
        if planned.replaces and olds.get("protected") and not (olds.get("force_destroy") or olds.get(HALF_MADE)):
            call.log(LOCKED, "WARNING")
        same_inputs = before is not None and known(before) == known(news) and not unknown
        if self._configuration.moves(olds.get("region")):
            return Planned(True, ["region", *sorted(planned.replaces)])
        if planned.replaces:
            return Planned(same_inputs or None, sorted(planned.replaces))
        if planned and same_inputs:
            return Planned(True)  # drift that no input shows: the engine would see no difference
        return Planned(None if planned or unknown or kept_changes(olds, declared) else False)

    def create(self, call: Call, declared: Bag) -> Made:
        """Create the image, upload its data, wait for it, prove it."""
        with acting(call):
            images, how = self._configuration.images(), conditions(call, self._configuration)
            with taking_over(images, declared), leftovers(call, declared, images):
                if declared.get("adopt"):
                    record = adopt(images, declared, how)
                else:
                    record = create(images, declared, how, identities.ring(images, call.urn))
            return Made(record.id, _outputs(record, declared, images), now=declared)

    def read(self, call: Call, id_: str, recorded: Bag) -> Made | None:
        """Look the image up; drift in declared inputs shows, what the service added does not."""
        identities.met(id_)
        with acting(call, self._configuration):
            images, before = self._configuration.images(recorded.get("region")), call.old_inputs
            record = read(images, id_, recorded)
            if record is None:
                if before is not None and "name" in before and irreplaceable(recorded, known(before)):
                    raise lost(id_, recorded)
                if "status" not in recorded:  # no outputs yet: `Image.get`, which would be given an empty answer
                    raise Failed(f"image {id_} does not exist at {images.endpoint}, or this project may not see it")
                return None
            now = None if before is None else inputs(record, known(before), recorded)
            held = _outputs(record, _declared(record, recorded, now), images, recorded)
            return Made(id_, held, now, now=known(before or {}))

    def imported(self, call: Call, id_: str) -> Made | None:
        """Look up an image that no state knows yet. Another project's is noted as adopted, and never deleted."""
        with acting(call):
            images = self._configuration.images()
            record = read(images, id_, {})
            if record is None:
                raise Failed(f"image {id_} does not exist at {images.endpoint}, or this project may not see it")
            found = described(record)
            ours = images.project_id in (None, record.owner)
            return Made(id_, _outputs(record, found, images) | ({} if ours else {"adopt": id_}), found, now=found)

    def to_be_created(self, declared: Bag) -> Bag:
        """Return what the image will be as declared."""
        return foreseen.created(declared)

    def to_be_updated(self, call: Call, id_: str, olds: Bag, news: Bag) -> Bag:
        """Return what the image will be after the update that is planned."""
        with acting(call):
            state: Props = recorded(id_, olds, call.old_inputs)
            declared, open_ = obeyed(call.ignored, news, state), unknown_names(news)
            state = proved_by_md5(state, known(declared))
            spreads = spread.only_stores(state, known(declared))
            wanted = without(known(declared), open_ | (spread.STORES if spreads else set()))
            planned = plan(without(state, open_), wanted)
            return foreseen.updated(olds, declared, planned, spreads)

    def update(self, call: Call, id_: str, olds: Bag, news: Bag) -> Made:
        """PATCH what differs and prove it; no request when nothing does."""
        with acting(call):
            state: Props = recorded(id_, olds, call.old_inputs)
            before, declared = call.old_inputs or {}, obeyed(call.ignored, news, state)
            if half_made(known(before), olds):  # an ErrorHook tries a creation again
                mends = "fills it" if declared.get("image_id") else "makes it anew"
                with unsettled(call, id_, olds, declared):
                    raise Unsettled(f"image {id_} was left half made: run `pulumi up` again, which {mends}")
            state = proved_by_md5(state, declared)
            spreading = spread.only_stores(state, declared)
            planned = plan(state, spread.without_stores(declared) if spreading else declared)
            if not planned and not spreading:
                return Made(id_, carried(olds, declared), now=declared, before=before)
            images = self._configuration.images(olds.get("region"))
            how = conditions(call, self._configuration)
            with unsettled(call, id_, olds, declared):
                if spreading:
                    spread.spread(images, id_, declared, how)
                    record = images.get(id_)
                if planned.operations or planned.actions:
                    hidden = {"secret_inputs": sorted(secret_names(declared, before))}
                    record = update(images, id_, planned, declared | hidden, state, how)
                if planned.fills:
                    record = refill(images, id_, declared, how)
            return Made(id_, _outputs(record, declared, images, olds), now=declared, before=before)

    def delete(self, call: Call, id_: str, recorded: Bag) -> None:
        """Delete the image; already gone is fine when that is certain."""
        with acting(call, self._configuration):
            images = self._configuration.images(recorded.get("region"))
            if taken_over(images, id_):
                call.log(f"image {id_} was taken over by another resource in this run: it is not deleted", "WARNING")
                return
            delete(images, id_, recorded, conditions(call, self._configuration))


def _outputs(
    record: Image, declared: Props, images: ImageClient, before: Mapping[str, Any] = MappingProxyType({})
) -> dict[str, Any]:
    place: dict[str, Any] = {"region": images.region, "endpoint": images.endpoint, "project_name": images.project_name}
    return outputs(record, declared, before, **place)


def _declared(record: Image, recorded: Props, now: Props | None) -> Props:
    """Return the inputs that decide which properties count as declared.

    Without a name among them nobody manages the image here (`Image.get`): all its properties are shown as they are.
    """
    declared = now if now is not None else recorded
    return declared if "name" in declared else {**declared, "properties": dict(record.properties)}
