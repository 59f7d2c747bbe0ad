"""Serves the engine's ResourceProvider service (pulumi/proto/pulumi/provider.proto) by the acts of each kind."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2

from ecl_pulumi_images.acts.acceptance import AcceptanceKind
from ecl_pulumi_images.acts.acting import acting, one_line
from ecl_pulumi_images.acts.copy import CopyKind
from ecl_pulumi_images.acts.image import ImageKind
from ecl_pulumi_images.acts.kind import ActFailed, Kind, Made
from ecl_pulumi_images.acts.member import MemberKind
from ecl_pulumi_images.acts.secrets import exposed, secret_names
from ecl_pulumi_images.acts.unknown import known
from ecl_pulumi_images.client.words import harmless
from ecl_pulumi_images.lifecycle import lookup
from ecl_pulumi_images.lifecycle.data.declared_file import PROGRAM
from ecl_pulumi_images.provider import engine

from . import naming, planned
from .bags import carry, closed, opened
from .call import NativeCall
from .failure import abort, refusal
from .functions import FUNCTIONS, given
from .provider import ProviderServicer

T = TypeVar("T")
IMAGE = "ecl:index:Image"
KINDS: Mapping[str, type[Kind]] = {
    IMAGE: ImageKind,
    "ecl:index:ImageCopy": CopyKind,
    "ecl:index:ImageMember": MemberKind,
    "ecl:index:ImageMemberAcceptance": AcceptanceKind,
}


class Servicer(ProviderServicer):
    """The resources, and the functions."""

    def Check(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Refuse bad inputs; fill in what a program leaves out. No request."""

        def act(call: NativeCall, kind: Kind) -> Any:
            olds, news = opened(request.olds), opened(request.news)
            if isinstance(kind, ImageKind):
                # None: this process's own folder, which is the project's. `program_directory` of the handshake is the
                # plugin's (pulumi/pulumi, sdk/go/common/resource/plugin/provider_plugin.go).
                news.setdefault(PROGRAM, {"folder": None})
                try:
                    news |= naming.named(request, news, olds)
                except ValueError as error:
                    return provider_pb2.CheckResponse(inputs=request.news, failures=[refusal("", str(error))])
            checked = kind.check(call, olds, news)
            failures = [refusal(*failure) for failure in checked.failures]
            return provider_pb2.CheckResponse(inputs=closed(checked.inputs, secret_names(news)), failures=failures)

        return self._served(request, context, act)

    def Diff(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Say what would happen, property by property."""

        def act(call: NativeCall, kind: Kind) -> Any:
            olds, news = opened(request.olds), opened(request.news)
            plan = kind.diff(call, request.id, olds, news)
            return planned.answer(plan, call.old_inputs or {}, olds, news, kind.idle)

        return self._served(request, context, act)

    def Create(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Make the resource; in a preview, tell what it will be."""

        def act(call: NativeCall, kind: Kind) -> Any:
            declared = opened(request.properties)
            if request.preview:
                told = closed(kind.to_be_created(declared), secret_names(declared))
                return provider_pb2.CreateResponse(properties=told)
            made = kind.create(call, known(declared))
            return provider_pb2.CreateResponse(id=made.id, properties=_outputs(call, made))

        return self._served(request, context, act)

    def Read(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Look the resource up; gone is an empty answer. Without any state it is imported, or read by its id alone."""

        def act(call: NativeCall, kind: Kind) -> Any:
            recorded = known(opened(request.properties))
            found = kind.read(call, request.id, recorded) if recorded else kind.imported(call, request.id)
            if found is None:
                return provider_pb2.ReadResponse()
            held = _outputs(call, found, request.properties)
            declared = None if found.inputs is None else closed(found.inputs, _hidden(call, found))
            return provider_pb2.ReadResponse(id=found.id, properties=held, inputs=declared)

        return self._served(request, context, act)

    def Update(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Change the resource; in a preview, tell what it will be."""

        def act(call: NativeCall, kind: Kind) -> Any:
            olds, news = opened(request.olds), opened(request.news)
            if request.preview:
                told = kind.to_be_updated(call, request.id, known(olds), news)
                made = Made(request.id, told, now=news, before=call.old_inputs or {})
            else:
                made = kind.update(call, request.id, known(olds), known(news))
            return provider_pb2.UpdateResponse(properties=_outputs(call, made, request.olds))

        return self._served(request, context, act)

    def Delete(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Remove the resource; already gone is fine when that is certain."""

        def act(call: NativeCall, kind: Kind) -> Any:
            kind.delete(call, request.id, known(opened(request.properties)))
            return empty_pb2.Empty()

        return self._served(request, context, act)

    def Invoke(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Look images up; remarks are shown as warnings."""
        ask = FUNCTIONS.get(request.tok)
        if ask is None:
            abort(context, f"there is no function {request.tok}; there are {', '.join(sorted(FUNCTIONS))}")
        call = NativeCall(request, context, self._address)
        try:
            with acting(call):
                found, remarks = ask(self._configuration.images, given(opened(request.args)))
        except ActFailed as error:
            abort(context, f"image lookup: {error}")
        for remark in remarks:
            engine.show(self._address, "", harmless(remark), "WARNING", ephemeral=False)
        return provider_pb2.InvokeResponse(**{"return": closed(found)})

    def List(self, request: Any, context: Any) -> Iterator[Any]:  # noqa: N802
        """List images, the only kind of which the service has a list of its own (`pulumi do ecl:Image list`)."""
        if request.token != IMAGE:
            abort(context, f"{request.token} cannot be listed: only {IMAGE} can")
        call = NativeCall(request, context, self._address)
        try:
            with acting(call):
                images, _ = lookup.every(self._configuration.images, given(opened(request.query)))
        except ActFailed as error:
            abort(context, f"image lookup: {error}")
        for image in images[: request.limit or None]:
            result = provider_pb2.ListResponse.Result(id=image.id, name=image.name or image.id)
            yield provider_pb2.ListResponse(result=result)

    def _served(self, request: Any, context: Any, act: Callable[[NativeCall, Kind], T]) -> T:
        """Carry out the act. Whatever fails is one line."""
        call = NativeCall(request, context, self._address)
        token = request.type or request.urn.split("::")[2].rpartition("$")[2]
        if token not in KINDS:
            abort(context, f"there is no resource {token}; there are {', '.join(sorted(KINDS))}")
        try:
            return act(call, KINDS[token](self._configuration))
        except ActFailed as error:
            left = None if error.left is None else _outputs(call, error.left, getattr(request, "olds", None))
            abort(context, str(error), error.left.id if error.left else "", left)
        except Exception as error:  # noqa: BLE001  a traceback is nothing to read in a deployment
            call.log(traceback.format_exc(), "DEBUG")
            abort(
                context, call.discreet(f"{type(error).__name__}: {one_line(error)}; this is a defect, please report it")
            )


def _hidden(call: NativeCall, made: Made) -> frozenset[str]:
    names = secret_names(made.now, made.before, call.old_inputs or {})
    return names | exposed(made.outputs, made.now, made.before)


def _outputs(call: NativeCall, made: Made, before: Any = None) -> Any:
    """Return the outputs with their secrets marked. before: the bag in the state, of whatever front end."""
    held = closed(made.outputs, _hidden(call, made))
    if before is not None:
        carry(before, held)
    return held
