"""The image service's whole API as one object."""

from __future__ import annotations

from ecl_pulumi_images.client.data import DataCalls
from ecl_pulumi_images.client.ecl import EclCalls
from ecl_pulumi_images.client.find import FindCalls
from ecl_pulumi_images.client.imports import ImportCalls
from ecl_pulumi_images.client.members import MemberCalls
from ecl_pulumi_images.client.rotate import RotateCalls
from ecl_pulumi_images.client.stores import StoreCalls
from ecl_pulumi_images.client.tags import TagCalls
from ecl_pulumi_images.client.tasks import TaskCalls
from ecl_pulumi_images.client.wait import WaitCalls


class ImageClient(
    FindCalls, WaitCalls, RotateCalls, TagCalls, DataCalls, ImportCalls, TaskCalls, StoreCalls, MemberCalls, EclCalls
):
    """A client of the image service; `connect` makes one from settings, this class from a keystoneauth adapter.

    Many threads may share one. Nothing is asked of any server before the first call. Every call raises an
    ImageServiceError when it fails; what can go wrong beyond that is said with each.
    """
