"""Serves the files of a store, to whoever has an address with its key.

It has a listener of its own, beside the page: addresses work without a page, and what somebody sends is never on the
page's own origin.
"""

from io import BytesIO
from urllib.parse import quote

from quart import Quart, Response, abort, request, send_file

from qq_api.sandbox.storage.kinds import SHOWN, UNKNOWN
from qq_api.sandbox.storage.references import safe_name
from qq_api.sandbox.storage.store import FolderStore
from qq_api.sandbox.world import Refused
from qq_api.sandbox.world.stored import Stored

_EXPIRED = '{"retcode":-5503007,"retmsg":"download url has expired","retryflag":0}'
"""What QQ answers with status 400 (LuckyLilliaBot#310, NapCatQQ#190)."""

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Downloads:
    """`asgi` is the application: `/download?fileid=MD5.png&rkey=…`, and `fname` for a file with a name.

    Args:
        store: whose files.
    """

    def __init__(self, store: FolderStore) -> None:
        self._store = store
        self.asgi = Quart("qq_api.sandbox.storage", static_folder=None)
        self.asgi.after_request(self._add_headers)
        self.asgi.add_url_rule("/download", view_func=self._download)

    async def _add_headers(self, response: Response) -> Response:
        response.headers.update(_HEADERS)
        return response

    async def _download(self) -> Response:
        if not self._store.opens(request.args.get("rkey", "")):
            return Response(_EXPIRED, 400, content_type="application/json")
        stored = self._store.find(request.args.get("fileid", ""))
        if stored is None:
            abort(404)
        try:
            content = await self._store.read(stored.file)
        except Refused:
            abort(404)
        return await _sent(stored, content, request.args.get("fname", ""))


async def _sent(stored: Stored, content: bytes, name: str) -> Response:
    """From memory: Quart leaves a file open whose reader goes away."""
    shown = stored.mime in SHOWN
    response = await send_file(BytesIO(content), mimetype=stored.mime if shown else UNKNOWN, conditional=True)
    filename = quote(safe_name(name) or stored.file, safe="")
    response.headers["Content-Disposition"] = f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{filename}"
    return response
