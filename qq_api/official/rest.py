"""Calls to the platform's API (docs: "接口调用与鉴权")."""

import json as json_module
import logging
from typing import Any

import httpx

from qq_api.errors import ApiNotAvailable, Unanswered
from qq_api.official.auth import Token
from qq_api.official.problems import Accepted, PlatformError, problem_of

_log = logging.getLogger(__name__)

SECONDS, UPLOAD_SECONDS = 15.0, 120.0
"""How long a call may take, and one that carries a file."""

_BAD_TOKEN = frozenset({11243, 11244})
_BAD_ADDRESS = 11298


class Rest:
    """The platform's API, for one bot.

    Attributes:
        base: where it is, as `https://api.sgroup.qq.com`.

    Args:
        client: makes the requests.
        api_base: where it is.
        token: goes along with every call.
        app_id: of the bot.
    """

    def __init__(self, client: httpx.AsyncClient, api_base: str, token: Token, app_id: str) -> None:
        self._client, self.base, self._token, self._app_id = client, api_base.rstrip("/"), token, app_id

    async def call(
        self,
        method: str,
        path: str,
        *,
        json: dict[str, Any] | None = None,
        params: dict[str, Any] | None = None,
        files: Any = None,
    ) -> Any:
        """Make a call; with a token that was refused once more, with a new one.

        Args:
            method: as `POST`.
            path: as `/v2/groups/C9F7/messages`.
            json: the body; beside `files` its parts become the fields of a form.
            params: the query.
            files: as httpx has them, for `multipart/form-data`.

        Returns:
            what the platform answers; None where it says nothing (204), `Accepted` for what it looks at first.

        Raises:
            PlatformError: it refused, and why.
            ApiNotAvailable: it cannot be reached; nothing was sent.
            Unanswered: no answer; it may have been done.
        """
        body = _body(json, files)
        timeout = UPLOAD_SECONDS if files or path.endswith("/files") else SECONDS
        used = await self._token.get()
        answer = await self._send(method, path, used, params=params, timeout=timeout, **body)
        if _is_token_refused(answer):
            self._token.drop(used)
            used = await self._token.get()
            answer = await self._send(method, path, used, params=params, timeout=timeout, **body)
        return _result(answer)

    async def put(self, url: str, content: bytes) -> None:
        """Put a part of a file where `upload_prepare` said; no token goes there.

        Raises:
            PlatformError, ApiNotAvailable, Unanswered: as `call`.
        """
        answer = await self._request("PUT", url, {}, content=content, timeout=UPLOAD_SECONDS)
        if not answer.is_success:
            raise PlatformError(answer.status_code, answer.reason_phrase, answer.status_code)

    async def _send(self, method: str, path: str, token: str, **keys: Any) -> httpx.Response:
        headers = {"Authorization": f"QQBot {token}", "X-Union-Appid": self._app_id}
        return await self._request(method, self.base + path, headers, **keys)

    async def _request(self, method: str, url: str, headers: dict[str, str], **keys: Any) -> httpx.Response:
        try:
            return await self._client.request(method, url, headers=headers, **keys)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise ApiNotAvailable(f"{self.base}: {type(error).__name__} {error}".rstrip()) from None
        except httpx.HTTPError as error:
            _log.debug("%s %s: %s", method, url.split("?")[0], type(error).__name__)
            raise Unanswered(f"{method} {url.removeprefix(self.base).split('?')[0]}") from None


def _body(json: dict[str, Any] | None, files: Any) -> dict[str, Any]:
    """What httpx is given. `{"embed": {…}}` beside files -> a form whose field `embed` holds JSON."""
    if files is None:
        return {} if json is None else {"json": json}
    fields = {key: value for key, value in (json or {}).items() if value is not None}
    form = {key: value if isinstance(value, str) else json_module.dumps(value) for key, value in fields.items()}
    return {"files": files, "data": form}


def _is_token_refused(answer: httpx.Response) -> bool:
    """Whether a new token may help: an address that is not on the allow-list is answered with 401, too."""
    body = _json(answer)
    if answer.is_success and not _is_refusal(body):
        return False
    code = problem_of(body, answer.status_code).code
    return code in _BAD_TOKEN or (answer.status_code == 401 and code != _BAD_ADDRESS)


def _result(answer: httpx.Response) -> Any:
    trace_id, body = answer.headers.get("X-Tps-trace-ID", ""), _json(answer)
    if answer.status_code in (201, 202) and (audit_id := _audit_id(body)) is not None:
        return Accepted(audit_id)
    if answer.is_success and not _is_refusal(body):
        return body
    problem = problem_of(body, answer.status_code, trace_id)
    _log.debug("%s %s: %s", answer.request.method, answer.request.url.path, problem)
    raise problem


def _json(answer: httpx.Response) -> Any:
    """The body; None when it is empty, or no JSON."""
    try:
        return answer.json()
    except (ValueError, RecursionError):
        return None


def _audit_id(body: Any) -> str | None:
    """`{"code": 304023, "data": {"message_audit": {"audit_id": "…"}}}` -> its id."""
    try:
        return str(body["data"]["message_audit"]["audit_id"])
    except (KeyError, TypeError):
        return None


def _is_refusal(body: Any) -> bool:
    """Whether HTTP says yes and the body no: `{"code": 11244, "message": "…"}`, without anything else in it."""
    return isinstance(body, dict) and bool(body.get("code") or body.get("err_code")) and "id" not in body
