"""Serves what the engine asks of the provider itself: what it is, and its settings."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from google.protobuf import empty_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

from ecl_pulumi_images.acts.acting import acting
from ecl_pulumi_images.acts.configuration import Configuration
from ecl_pulumi_images.acts.kind import ActFailed

from . import planned
from .bags import closed, opened
from .call import NativeCall, stopping
from .configuration import configured, secret_settings, settings
from .failure import abort, refusal


class ProviderServicer(provider_pb2_grpc.ResourceProviderServicer):
    """One provider: a plugin's process serves no other. address: of the engine. version: of this package."""

    def __init__(self, address: str, version: str) -> None:
        self._address = address
        self._version = version
        self._configuration = Configuration({})  # until the engine configures this provider

    def Handshake(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002
        """Tell what this plugin understands."""
        stopping.clear()
        self._address = request.engine_address or self._address
        return provider_pb2.ProviderHandshakeResponse(accept_secrets=True, supports_autonaming_configuration=True)

    def Attach(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002
        """Serve another engine: that of a run under PULUMI_DEBUG_PROVIDERS."""
        stopping.clear()
        self._address = request.address
        return empty_pb2.Empty()

    def GetPluginInfo(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002
        """Tell the version."""
        return plugin_pb2.PluginInfo(version=self._version)

    def GetSchema(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002
        """Return schema.json, which tools/schema makes."""
        text = files(__package__).joinpath("schema.json").read_text("utf-8")
        return provider_pb2.GetSchemaResponse(schema=text)

    def Cancel(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002
        """End what runs: the first Ctrl-C. It comes at the end of each run, too."""
        stopping.set()
        return empty_pb2.Empty()

    def CheckConfig(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Refuse settings that are none, or that nothing takes. No request."""
        news = opened(request.news)
        checked = closed(settings(news), secret_settings(news))
        for key in ("version", "pluginDownloadURL"):
            if key in request.news.fields:
                checked.fields[key].CopyFrom(request.news.fields[key])
        try:
            self._configured(request, context, news)
        except ActFailed as error:
            return provider_pb2.CheckResponse(inputs=checked, failures=[refusal("", str(error))])
        return provider_pb2.CheckResponse(inputs=checked)

    def DiffConfig(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002
        """Say whether settings differ. No change of them replaces what was made with others."""
        before, now = settings(opened(request.old_inputs)), settings(opened(request.news))
        return planned.settings_answer(before, now)

    def Configure(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Take the settings; nothing is connected yet."""
        try:
            self._configuration = self._configured(request, context, opened(request.args))
        except ActFailed as error:
            abort(context, str(error))
        return provider_pb2.ConfigureResponse(
            acceptSecrets=True, supportsPreview=True, supports_autonaming_configuration=True
        )

    def _configured(self, request: Any, context: Any, held: Mapping[str, Any]) -> Configuration:
        with acting(NativeCall(request, context, self._address)):
            return configured(held, request.urn)
