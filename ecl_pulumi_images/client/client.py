"""The image service's whole API as one object: what each call takes, gives and raises."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from . import enterprise_cloud, imports, members, stores, tasks
from .clock import Clock
from .constants import ImageMemberStatus
from .enterprise_cloud import ImageCopyJob
from .images import hiding, records, search, tags, waiting
from .images.create import CreateOpts
from .images.image import Image
from .images.list_options import ListOpts
from .images.page import ImagePage
from .images.patch import Patch
from .images.search import Unlisted
from .imports import ImportInfo
from .members import Member
from .stores import Store
from .tasks import Task
from .transfer import download, rotation, upload
from .transfer.digests import ALGORITHMS
from .transfer.options import ANSWER_TIMEOUT, STALL, TransferOptions
from .transfer.verification import Progress, Target, Transfer
from .transport import Transport

if TYPE_CHECKING:
    from keystoneauth1.adapter import Adapter

    from .transfer.source import Source


class ImageClient:
    """A client of the image service; `connect` makes one from settings, this class from a keystoneauth adapter.

    Many threads may share one. Nothing is asked of any server before the first call. Every call raises an
    ImageServiceError when it fails; what can go wrong beyond that is said with each.
    """

    def __init__(self, adapter: Adapter, *, transport: Transport | None = None) -> None:
        self._transport = transport or Transport(adapter)

    def __repr__(self) -> str:
        return repr(self._transport).replace("Transport", type(self).__name__)

    @property
    def endpoint(self) -> str:
        """The root URL of the image service, without version and trailing slash. May fetch a token."""
        return self._transport.endpoint

    @property
    def region(self) -> str | None:
        """The region in use; None when neither the settings nor the catalogue name one."""
        return self._transport.region

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions in which this cloud has an image service; empty without Keystone, or with endpoint_override."""
        return self._transport.regions

    @property
    def project_id(self) -> str | None:
        """The project of the token; None without Keystone."""
        return self._transport.project_id

    @property
    def project_name(self) -> str | None:
        """The name of the project that the token is for; None without Keystone."""
        return self._transport.project_name

    @property
    def user_id(self) -> str | None:
        """The user of the token; None without Keystone."""
        return self._transport.user_id

    @property
    def roles(self) -> tuple[str, ...]:
        """The names of the token's roles; empty without Keystone."""
        return self._transport.roles

    @property
    def clock(self) -> Clock:
        """The clock that pauses and deadlines go by: the module `time` unless the transport was given another."""
        return self._transport.clock

    # Records
    def pages(self, opts: ListOpts | None = None) -> Iterator[ImagePage]:
        """The pages of a list, as the service cuts them: 25 images each unless `limit` says otherwise.

        Images may be deleted meanwhile, by anybody: none that stays is left out, and none is given twice.
        Raises BadRequest for filters that the service does not know or take.
        """
        return records.pages(self._transport, opts)

    def create(self, opts: CreateOpts) -> Image:
        """Make an image record without data; its status is `queued`.

        It is made once. Whatever the answer leaves open (none at all, one that cannot be read, a gateway's, a 409 that
        an earlier try may have brought about), an image with the `id` in `opts` is looked for, and taken when it is
        queued and has the name; so give an id that you made up for this call (`uuid.uuid4()`). Without an id the error
        says that the image may exist. Raises BadRequest, Conflict (the id is in use), Forbidden, TooLarge (a quota).
        """
        return records.create(self._transport, opts)

    def get(self, image_id: str) -> Image:
        """One image. Raises NotFound when there is none, or none that this project may see.

        Raises UnexpectedAnswer for the answer to another question.
        """
        return records.get(self._transport, image_id)

    def update(self, image_id: str, patches: Sequence[Patch]) -> Image:
        """Apply all patches in one request, or none. The answer may be older than what the service then holds:
        its PATCH reads, changes and writes the whole image, so of two at once one can be lost.

        Raises BadRequest, Forbidden (a read-only or protected field), Conflict (a property that is not there).
        """
        return records.update(self._transport, image_id, patches)

    def delete(self, image_id: str) -> None:
        """Delete the record and its data. An answer that Glance never gives, such as 200, is looked at.

        Raises NotFound, Forbidden (protected or not yours), Conflict (in use), UnexpectedAnswer (still there).
        """
        records.delete(self._transport, image_id)

    def deactivate(self, image_id: str) -> None:
        """Refuse downloads until `reactivate`.

        Raises NotFound, and Forbidden without the right to, which usually only administrators have, or for an image
        without data (glance/domain/__init__.py).
        """
        records.deactivate(self._transport, image_id)

    def reactivate(self, image_id: str) -> None:
        """Undo `deactivate`. Raises what that does."""
        records.reactivate(self._transport, image_id)

    def schema(self, name: str) -> dict[str, Any]:
        """The service's JSON schema: `image`, `images`, `member`, `members`, `task` or `tasks`. Raises NotFound."""
        return records.schema(self._transport, name)

    def create_once(self, opts: CreateOpts) -> Image:
        """Make an image record by one POST; whatever its answer leaves open is the caller's to find out (posting.py).

        For an `id` that somebody else may have used already. Raises what `create` does.
        """
        return records.create_once(self._transport, opts)

    # Lists and searches
    def list(self, opts: ListOpts | None = None, **filters: Any) -> Iterator[Image]:
        """All images that pass the filters, page by page while they are taken; nothing is asked before the first.

        opts: a ListOpts, or its fields as keywords. `limit` is the size of a page (default 1000), not of the whole.
        A name means exactly that name, as in `find`; text that begins with `in:` is sent as it is. The images may be
        deleted while they are listed.
        Raises BadRequest for filters that the service does not know or take.
        """
        return search.every(self._transport, opts, **filters)

    def find(self, name: str, **filters: Any) -> builtins.list[Image]:
        """All images of exactly this name, whatever it holds, and none of another. Names need not be unique.

        filters: fields of ListOpts that narrow the search. Raises InvalidFilter for a wrong one, BadRequest for what
        only the service can judge.
        """
        return search.find(self._transport, name, **filters)

    def find_unlisted(self, name: str) -> builtins.list[Unlisted]:
        """Images of this name that `find` does not show because they are community, pending or hidden ones."""
        return search.find_unlisted(self._transport, name)

    # Waiting
    def wait(
        self,
        image_id: str,
        *,
        until: Collection[str] = ("active",),
        timeout: float | None = None,
        stall: float | None = 600.0,
        known_failed: str = "",
        allow_failure: bool = False,
        size: int | None = None,
        progress: Callable[[Image, str], object] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Image:
        """Look at the image, at first every 0.1 s and later every 5 s, until its status is one of `until`.

        An image that is `active` in one store has arrived when no import to others goes on.
        timeout: seconds in all, None for no limit. stall: seconds without any movement of status, size, stores, or of
        what the import's task says, which is looked at every 30 s (Image API 2.12).
        known_failed: `os_glance_failed_import` as it was before this attempt; such an old failure does not count.
        allow_failure: take an image that some of the stores failed to import. size: bytes that were sent; a service
        that says active before it has counted them (0) gets a minute for it. progress: called after every look with the
        image and what its import's task said last, "" when nothing. cancelled: asked before every look.
        Raises ImageFailed (also at once for a deactivated image that is to become something else), WaitTimeout,
        NotFound (deleted meanwhile), Cancelled.
        """
        return waiting.wait(
            self._transport,
            image_id,
            until=until,
            timeout=timeout,
            stall=stall,
            known_failed=known_failed,
            allow_failure=allow_failure,
            size=size,
            progress=progress,
            cancelled=cancelled,
        )

    # Rotation
    def hide(self, image_id: str) -> Image:
        """Leave an image out of listings (`os_hidden`), or rename it where the service is older than Image API 2.7.

        Returns the record as it is then; it says which of both was done. One that is out of sight already is left
        alone. Raises NotFound, Forbidden (not the owner).
        """
        return hiding.hide(self._transport, image_id)

    def rotate(self, new_id: str, old_ids: Iterable[str], *, sent: Transfer | None = None) -> builtins.list[Image]:
        """Hide old images once a new one stands in for them; go by ids, as names need not be unique.

        sent: what the upload of the new one returned, to be compared with what the service holds. Old ones that are
        gone are passed over; it can be run again. Returns the records of the hidden ones.
        Raises ImageFailed when the new one is not active or has no data, ChecksumMismatch when it holds other data
        than was sent, InvalidRequest when it is among the old ones: then nothing was touched.
        """
        return rotation.rotate(self._transport, new_id, old_ids, sent=sent)

    # Tags
    def add_tag(self, image_id: str, tag: str) -> None:
        """Add one tag; one that is there already is no error.

        Raises NotFound, Forbidden (not the owner), TooLarge (a quota), InvalidRequest for what is no string.
        """
        tags.add_tag(self._transport, image_id, tag)

    def remove_tag(self, image_id: str, tag: str) -> None:
        """Remove one tag. Raises NotFound when the image does not have it, Forbidden (not the owner)."""
        tags.remove_tag(self._transport, image_id, tag)

    # Data
    def upload(
        self,
        image_id: str,
        source: Source,
        *,
        size: int | None = None,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
        answer_timeout: float = ANSWER_TIMEOUT,
        stall: float = STALL,
        hashes: Sequence[str] = ALGORITHMS,
    ) -> Transfer:
        """Send an image's data and return its size and hashes; `verify` compares them with the image's record.

        source: a path, a binary file (from where it stands), bytes, or an iterable of bytes. size: bytes, for a source
        that does not tell its own; without one the body goes in chunks. progress: called after each block with the
        bytes sent and the size or None. cancelled: asked twice a second, also from another thread.
        answer_timeout: seconds to wait for the answer after the last byte. stall: seconds in which the service takes
        no block of 1 MiB before the connection counts as broken. hashes: those to compute, by hashlib's names, each at
        the cost of a core: MD5 for `checksum`, SHA-512 for `os_hash_value`. One that the service keeps is proof enough.
        Raises BadSource, Conflict (the image has data), TooLarge, UnsupportedMedia (not what `disk_format` says),
        Gone (deleted meanwhile), WaitTimeout (sent, and not saved in time), ChecksumMismatch, Cancelled.
        """
        options = TransferOptions(
            progress=progress, cancelled=cancelled, stall=stall, answer_timeout=answer_timeout, hashes=hashes
        )
        return upload.send(self._transport, image_id, "/file", source, size, options)

    def stage(
        self,
        image_id: str,
        source: Source,
        *,
        size: int | None = None,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
        answer_timeout: float = ANSWER_TIMEOUT,
        stall: float = STALL,
        hashes: Sequence[str] = ALGORITHMS,
    ) -> Transfer:
        """Send data for `import_image(method="glance-direct")`: as `upload`, to the service's staging area."""
        options = TransferOptions(
            progress=progress, cancelled=cancelled, stall=stall, answer_timeout=answer_timeout, hashes=hashes
        )
        return upload.send(self._transport, image_id, "/stage", source, size, options)

    def download(
        self,
        image_id: str,
        target: Target,
        *,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
        verify: bool = True,
        stall: float = STALL,
        hashes: Sequence[str] = (),
    ) -> Transfer:
        """Fetch an image's data and return its size and hashes.

        target: a path, which appears or is replaced only when all is there and its hashes are right, or a binary file
        that is open for writing. progress, cancelled: as in `upload`. verify: compare size and hash with the
        image's record; the hash is the one that the record names, else MD5 and SHA-512. hashes: those to compute
        besides, by hashlib's names, each at the cost of a core: without `verify` none is unless it is named here.
        stall: seconds without a byte before the connection counts as broken. What broke is asked for again, for the
        rest only.
        Raises Conflict (the image has no data), Forbidden (deactivated), NotFound, ChecksumMismatch, BadTarget,
        Cancelled.
        """
        options = TransferOptions(progress=progress, cancelled=cancelled, stall=stall, hashes=hashes)
        return download.download(self._transport, image_id, target, options, verify=verify)

    # Imports
    def import_info(self) -> ImportInfo:
        """What `import_image` can do here. Offered is not the same as set up: the operator may have left it broken."""
        return imports.import_info(self._transport)

    def import_image(
        self,
        image_id: str,
        method: str = "glance-direct",
        *,
        uri: str | None = None,
        stores: Sequence[str] | None = None,
        all_stores: bool | None = None,
        all_stores_must_succeed: bool | None = None,
        glance_image_id: str | None = None,
        glance_region: str | None = None,
        glance_service_interface: str | None = None,
    ) -> None:
        """Start an import; `wait` tells how it ends.

        method: `glance-direct` (what `stage` brought), `web-download` (from `uri`), `copy-image` (of an active image
        to more `stores`), `glance-download` (image `glance_image_id` of another region).
        Raises BadRequest (unknown method, a URI that the service refuses), Conflict (nothing staged, no format,
        unknown store), Forbidden.
        """
        imports.import_image(
            self._transport,
            image_id,
            method,
            uri=uri,
            stores=stores,
            all_stores=all_stores,
            all_stores_must_succeed=all_stores_must_succeed,
            glance_image_id=glance_image_id,
            glance_region=glance_region,
            glance_service_interface=glance_service_interface,
        )

    # Tasks
    def tasks(self, image_id: str) -> builtins.list[Task]:
        """The tasks of an image, API 2.12 and later. Raises NotFound for no such image, and on older servers."""
        return tasks.tasks(self._transport, image_id)

    # Stores
    def stores(self) -> builtins.list[Store]:
        """All stores; none on servers that have a single one or are older than API 2.8 (there this call is a 404)."""
        return stores.stores(self._transport)

    def remove_from_store(self, image_id: str, store: str) -> None:
        """Remove the data from one of the stores that hold it (API 2.10). The last one never gives it up (Forbidden).

        Raises Forbidden (for administrators, as a rule), NotFound, Conflict (no such store, the image is not active).
        """
        stores.remove_from_store(self._transport, image_id, store)

    # Members
    def list_members(self, image_id: str) -> builtins.list[Member]:
        """All members; a member sees only itself. Raises Forbidden when the image is not shared."""
        return members.list_members(self._transport, image_id)

    def get_member(self, image_id: str, member_id: str) -> Member:
        """One member. Raises NotFound."""
        return members.get_member(self._transport, image_id, member_id)

    def add_member(self, image_id: str, member_id: str) -> Member:
        """Share the image with a project; it then accepts or rejects. Raises Conflict when it is a member already."""
        return members.add_member(self._transport, image_id, member_id)

    def update_member(self, image_id: str, member_id: str, status: ImageMemberStatus | str) -> Member:
        """Accept, reject or leave open; only the member itself may (Forbidden). Raises BadRequest for other words."""
        return members.update_member(self._transport, image_id, member_id, status)

    def remove_member(self, image_id: str, member_id: str) -> None:
        """End the sharing; only the image's owner may. Raises NotFound, and Forbidden when the image is not shared."""
        members.remove_member(self._transport, image_id, member_id)

    # NTT Enterprise Cloud
    def copy_image(self, image_id: str, tenant_id_dst: str) -> ImageCopyJob:
        """Start to copy an image to another tenant. Raises NotFound (no such image or tenant), Forbidden."""
        return enterprise_cloud.copy_image(self._transport, image_id, tenant_id_dst)

    def get_copy(self, job_id: str) -> ImageCopyJob:
        """How far a copy has come. Raises NotFound."""
        return enterprise_cloud.get_copy(self._transport, job_id)

    def list_copies(self) -> builtins.list[ImageCopyJob]:
        """All copies of this tenant."""
        return enterprise_cloud.list_copies(self._transport)

    def cancel_copy(self, job_id: str) -> None:
        """Stop a copy. Raises NotFound."""
        enterprise_cloud.cancel_copy(self._transport, job_id)

    def license_switch_types(self) -> tuple[str, ...]:
        """The values that `license_switch` takes at creation."""
        return enterprise_cloud.license_switch_types(self._transport)
