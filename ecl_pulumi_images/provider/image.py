"""The dynamic provider of `Image`. Pickled by reference: this module's path and the class's name are frozen."""

from __future__ import annotations

from collections.abc import Mapping, Set
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pulumi.dynamic import (
    CheckResult,
    CreateResult,
    DiffResult,
    ReadResult,
    UpdateResult,
)

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
from ecl_pulumi_images.lifecycle.plan.lost import irreplaceable, lost
from ecl_pulumi_images.lifecycle.plan.outputs import carried, half_made, inputs, kept_changes, outputs
from ecl_pulumi_images.lifecycle.plan.planner import Plan, plan
from ecl_pulumi_images.lifecycle.plan.replacement import unproved_checksum
from ecl_pulumi_images.lifecycle.props import Props

from . import engine
from .acting import EXPECTED, acting, conditions, leftovers, unsettled
from .checking import check
from .configured import Configured
from .refused import check_failures
from .secrets import ALWAYS, exposed, secret_names
from .shown_patch import shown_operations
from .state import moved, obeyed, recorded
from .takeover import taken_over, taking_over
from .unknown import judged, known, unknown_keys, unknown_names, without

if TYPE_CHECKING:
    from ecl_pulumi_images.client import ImageClient

LOCKED = (
    "the image is protected, so it cannot be deleted when the new one is there: "
    "set protected=False or force_destroy=True and run `pulumi up` first"
)


class ImageProvider(Configured):
    """Create, read, update and delete images."""

    def check(self, _olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        """Refuse bad inputs; fill in the formats of a local file. No request."""
        serving, before = engine.call(), known(_olds)
        unknown, given = unknown_keys(news) - {PROGRAM}, with_its_hash(judged(news), before)
        if serving.name and "name" not in unknown:
            given.setdefault("name", serving.name)  # a transformation may have taken the default away
        inputs, failures = check(given, unknown, before, lambda said: serving.log(said, "WARNING"))
        kept = {key: news[key] for key in unknown - {"content_hash"}}
        if "local_file_path" in unknown:
            kept["content_hash"] = news["local_file_path"]
        hidden = secret_names(inputs, before)
        if not before and not failures:
            failures += self._announced(inputs, unknown, hidden)
        known_inputs = engine.encrypted(inputs, ALWAYS)
        return CheckResult(
            known_inputs | kept, check_failures([discreet(one, hidden & news.keys()) for one in failures], news)
        )

    def _announced(self, inputs: Props, unknown: Set[str], hidden: Set[str]) -> list[Failure]:
        """Say what a creation does besides creating. An image that cannot be adopted is refused."""
        serving, adopted = engine.call(), inputs.get("adopt")
        if inputs.get("deactivated") and not adopted:
            serving.log("due: deactivate the image, once it has its data")
        if not adopted:
            return []
        try:
            changes = adoption(self._configuration.images(), without(inputs, unknown))
        except Failed as error:
            return [Failure("adopt", str(error).removeprefix("adopt: "))]
        except EXPECTED as error:
            serving.log(f"adopts image {adopted}; it could not be looked at: {error}", "WARNING")
            return []
        patch = f"PATCH {shown_operations(changes.operations, hidden, unknown)}" if changes.operations else ""
        serving.log(
            f"adopts image {adopted}; due: {' and '.join(filter(None, (patch, *changes.actions))) or 'nothing'}"
        )
        return []

    def _planned(self, state: Props, declared: Props) -> Plan:
        """Return the plan; where the service copies an image to other stores, these need no new one.

        The preview has to tell which, so this asks, when nothing but the stores of an image differ.
        """
        if spread.only_stores(state, declared) and self._copies(state):
            engine.call().log("the service copies the data to the stores that lack it; nothing is uploaded")
            return plan(state, spread.without_stores(declared))
        return plan(state, declared)

    def _copies(self, state: Props) -> bool:
        try:
            return spread.offered(self._configuration.images(state.get("region")))
        except EXPECTED:
            return False

    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> DiffResult:
        """Say what would happen. No request, unless an image is to be in other stores."""
        with acting() as serving:
            before, unknown = serving.old_inputs, unknown_keys(_news)
            state: Props = recorded(_id, _olds, before)
            declared = obeyed(serving.ignored, known(_news), state)
            state = proved_by_md5(state, declared)
            open_ = unknown_names(_news)
            planned = self._planned(without(state, open_), without(declared, open_))
        if planned.operations and self._configuration.show_patch:
            shown = shown_operations(planned.operations, secret_names(declared, before or {}), open_)
            serving.log(f"due: PATCH /v2/images/{_id} {shown}")  # true in a preview, an update and a refresh
        for action in planned.actions:
            serving.log(f"due: {action} image {_id}")
        if said := unproved_checksum(state, declared):
            serving.log(said, "WARNING")
        if planned.fills:
            serving.log(f"uploads the data into image {_id}, which has none yet")
        if warning := self._configuration.another_tenant(_olds, declared):
            serving.log(warning, "WARNING")
        if planned.replaces and _olds.get("protected") and not _olds.get("force_destroy"):
            serving.log(LOCKED, "WARNING")
        same_inputs = before is not None and known(before) == known(_news) and not unknown
        if self._configuration.moves(_olds.get("region")):
            return DiffResult(changes=True, replaces=["region", *sorted(planned.replaces)])
        if planned.replaces:
            return DiffResult(same_inputs or None, sorted(planned.replaces))
        if planned and same_inputs:
            return DiffResult(changes=True)  # drift that no input shows: the engine would see no difference
        other = unknown or moved(_olds, _news) or kept_changes(_olds, declared)
        return DiffResult(changes=None if planned or other else False)

    def create(self, props: dict[str, Any]) -> CreateResult:
        """Create the image, upload its data, wait for it, prove it."""
        with acting() as serving:
            declared, images = known(props), self._configuration.images()
            make = adopt if declared.get("adopt") else create
            with taking_over(images, declared), leftovers(serving, declared, images):
                record = make(images, declared, conditions(serving, self._configuration))
            return CreateResult(record.id, _discreet(_outputs(record, declared, images), declared))

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Look the image up; drift in declared inputs shows, what the service added does not."""
        with acting(self._configuration) as serving:
            images, before = self._configuration.images(props.get("region")), serving.old_inputs
            record = read(images, id_, known(props))
            if record is None:
                if before is not None and "name" in before and irreplaceable(known(props), known(before)):
                    raise lost(id_, known(props))
                return _gone(id_, props, images)
            now = None if before is None else inputs(record, known(before), known(props))
            held = _outputs(record, _declared(record, props, now), images, props)
            return ReadResult(id_, _discreet(held, known(before or {})), now)

    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> UpdateResult:
        """PATCH what differs and prove it; no request when nothing does."""
        with acting() as serving:
            state: Props = recorded(_id, _olds, serving.old_inputs)
            declared = obeyed(serving.ignored, known(_news), state)
            with unsettled(serving, _id, known(_olds)):
                if half_made(known(serving.old_inputs or {}), known(_olds)):  # an ErrorHook tries a creation again
                    mends = "fills it" if declared.get("image_id") else "makes it anew"
                    raise Unsettled(f"image {_id} was left half made: run `pulumi up` again, which {mends}")
            state = proved_by_md5(state, declared)
            spreading = spread.only_stores(state, declared)
            planned = plan(state, spread.without_stores(declared) if spreading else declared)
            if not planned and not spreading:
                return UpdateResult(_discreet(carried(known(_olds), declared), declared, serving.old_inputs))
            images = self._configuration.images(_olds.get("region"))
            how = conditions(serving, self._configuration)
            with unsettled(serving, _id, known(_olds)):
                if spreading:
                    spread.spread(images, _id, declared, how)
                    record = images.get(_id)
                if planned.operations or planned.actions:
                    hidden = {"secret_inputs": sorted(secret_names(declared, serving.old_inputs or {}))}
                    record = update(images, _id, planned, declared | hidden, state, how)
                if planned.fills:
                    record = refill(images, _id, declared, how)
            return UpdateResult(_discreet(_outputs(record, declared, images, _olds), declared, serving.old_inputs))

    def delete(self, _id: str, _props: dict[str, Any]) -> None:
        """Delete the image; already gone is fine when that is certain."""
        with acting(self._configuration) as serving:
            images = self._configuration.images(_props.get("region"))
            if taken_over(images, _id):
                serving.log(f"image {_id} was taken over by another resource in this run: it is not deleted", "WARNING")
                return
            delete(images, _id, known(_props), conditions(serving, self._configuration))


def _outputs(
    record: Image, declared: Props, images: ImageClient, before: Mapping[str, Any] = MappingProxyType({})
) -> dict[str, Any]:
    place: dict[str, Any] = {"region": images.region, "endpoint": images.endpoint, "project_name": images.project_name}
    return outputs(record, declared, known(before), **place)


def _discreet(outs: dict[str, Any], now: Props, before: Props | None = None) -> dict[str, Any]:
    """Have the engine encrypt the secrets among the outputs that it would not know."""
    return engine.encrypted(outs, exposed(outs, now, before or {}))


def _declared(record: Image, props: Props, now: Props | None) -> Props:
    """Return the inputs that decide which properties count as declared.

    Without a name among them nobody manages the image here (`Image.get`): all its properties are shown as they are.
    """
    declared = now if now is not None else known(props)
    return declared if "name" in declared else {**declared, "properties": dict(record.properties)}


def _gone(image_id: str, props: Props, images: ImageClient) -> ReadResult:
    if "status" not in props:  # no outputs yet: `Image.get`, which would succeed silently with an empty answer
        raise Failed(f"image {image_id} does not exist at {images.endpoint}, or this project may not see it")
    return ReadResult("", {})
