"""Tell a good answer of the image API from everything else that may come in its place."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from http.client import responses
from typing import Any, TypeVar

import requests

from ..errors import BY_STATUS, ID, ImageServiceError, ServerError, UnexpectedAnswer
from ..wire import record
from ..words import one_line
from .error_body import is_html, page_title, reason
from .hints import check_endpoint, hint

T = TypeVar("T")


def request_id(answer: requests.Response) -> str | None:
    """What the service calls this request."""
    said = answer.headers.get("x-openstack-request-id")
    return None if said is None else one_line(said, ID)


def judged(
    method: str, path: str, answer: requests.Response, *, ok: Container[int], ambiguous: bool, endpoint: str
) -> requests.Response:
    """The answer itself when its status is in `ok` and it is no HTML page; else its error is raised."""
    status = answer.status_code
    if status not in ok:
        error = from_response(method, path, status, answer.headers, answer.content, endpoint=endpoint)
        if method == "DELETE" and status == 404 and ambiguous and error.from_service:
            return answer  # an earlier attempt, whose answer was lost, has done it
        if status == 401:
            error.hint = f"these credentials may not {method} {path}, or the service does not trust who issued them"
        raise error
    if answer.content and is_html(answer.headers.get("Content-Type", ""), answer.content):  # 204 says text/html too
        raise UnexpectedAnswer(
            f"an HTML page ({page_title(answer.content) or 'without a title'}) where JSON belongs",
            method=method,
            path=path,
            status=status,
            hint=check_endpoint(endpoint),
        )
    return answer


def decoded(answer: requests.Response, read: Callable[[bytes], T]) -> T:
    """What `read` makes of the body. Raises UnexpectedAnswer when that is no JSON or of another shape."""
    try:
        return read(answer.content)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError) as error:
        why = f"{len(answer.content)} bytes that are not the expected JSON: {error}"
    raise UnexpectedAnswer(
        why,
        method=answer.request.method,
        path=(answer.request.path_url or "").partition("?")[0],
        status=answer.status_code,
        request_id=request_id(answer),
        hint="the answer was cut short, or somebody else gave it",
    )


def json_list(answer: requests.Response, name: str, kind: type[T]) -> list[T]:
    """The list that the body, a JSON object, holds under `name`; its entries are of `kind`: dict or str."""
    return decoded(answer, lambda body: record.listed(record.json_object(body), name, kind))


def json_object(answer: requests.Response) -> dict[str, Any]:
    """The body as a JSON object."""
    return decoded(answer, record.json_object)


def from_response(
    method: str, path: str, status: int, headers: Mapping[str, str], body: bytes, *, endpoint: str = ""
) -> ImageServiceError:
    """The error for an answer that is no success. Pure; `headers` in any case, `endpoint` for the hint."""
    lower = {name.lower(): value for name, value in headers.items()}
    said = reason(lower, body)
    return _kind(status)(
        said.words or responses.get(status, f"status {status}"),
        method=method,
        path=path,
        status=status,
        request_id=lower.get("x-openstack-request-id"),
        hint=hint(f"{method} {path}", status, lower, said, endpoint),
        from_service=said.from_service,
        retry_after=lower.get("retry-after"),
    )


def _kind(status: int) -> type[ImageServiceError]:
    if status < 400:
        return UnexpectedAnswer
    return ServerError if status >= 500 else BY_STATUS.get(status, ImageServiceError)
