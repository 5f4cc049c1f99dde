"""The files of the page: whatever lies in `page/`, and nothing else."""

import mimetypes
from functools import cache
from importlib.resources import files

from quart import Response, abort

from qq_api.texts import read_resource

_TYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html", ".svg": "image/svg+xml"}

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}

MEDIA_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Cache-Control": "private, max-age=3600, immutable",
}
"""Of what somebody sent: should it be opened by itself, it may do nothing."""


@cache
def names() -> frozenset[str]:
    """What the page's folder lists, on disk or in a `.mcdr`; a request can name nothing else."""
    listed = files("qq_api.sandbox").joinpath("page").iterdir()
    return frozenset(one.name for one in listed if one.name.endswith((*_TYPES,)))


def answer(name: str) -> Response:
    """A file of the page, or 404."""
    if name not in names():
        abort(404)
    kind = _TYPES.get(name[name.rindex(".") :]) or mimetypes.guess_type(name)[0]
    return Response(read_resource("qq_api", f"qq_api/sandbox/page/{name}"), content_type=f"{kind}; charset=utf-8")


def media(content: bytes, kind: str) -> Response:
    """What somebody sent: shown where a browser can show it safely, else to be saved."""
    headers = {**MEDIA_HEADERS, "Content-Type": kind}
    if kind == "application/octet-stream":
        headers["Content-Disposition"] = "attachment"
    return Response(content, headers=headers)
