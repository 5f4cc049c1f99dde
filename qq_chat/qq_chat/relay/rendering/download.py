"""Fetches a picture from an address that a stranger chose, and nothing else.

Only http and https; only hosts of the public internet, looked up here and connected to by the very address that was
checked, after every redirect anew; at most so many bytes in so many seconds; only what begins as a picture does.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urljoin, urlsplit

from qq_chat.relay.rendering.fields import link_of

if TYPE_CHECKING:
    import httpx

SECONDS = 8.0
MOST_REDIRECTS = 3
_MAGIC = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")
_CHECKED_KINDS = {"http": 80, "https": 443}

Resolve: TypeAlias = Callable[[str, int], Awaitable[Sequence[str]]]
"""Host and port -> its addresses."""


class Refused(Exception):
    """Something that is not fetched, and why."""


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(info[4][0]) for info in found]


def is_public(address: str) -> bool:
    """Whether an address is one of the internet: not this machine, its network, a cloud's metadata, or a disguise."""
    try:
        ip: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inside = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None) or _nat64(ip)
        if inside is not None:
            return is_public(str(inside))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _nat64(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """`64:ff9b::7f00:1` -> `127.0.0.1`."""
    is_nat64 = int(ip) >> 32 == int(ipaddress.IPv6Address("64:ff9b::")) >> 32
    return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if is_nat64 else None


async def download(
    url: str,
    most_bytes: int,
    *,
    seconds: float = SECONDS,
    resolve: Resolve = resolve,
    transport: "httpx.AsyncBaseTransport | None" = None,
) -> bytes:
    """A picture.

    Args:
        url: where it lies.
        most_bytes: how big it may be.
        seconds: how long all of it may take.
        resolve, transport: for tests.

    Raises:
        Refused: it is not fetched, or is no picture.
        OSError, asyncio.TimeoutError, httpx.HTTPError: it could not be fetched.
    """
    return await asyncio.wait_for(_follow(url, most_bytes, resolve, transport), seconds)


async def _follow(url: str, most_bytes: int, resolve: Resolve, transport: "httpx.AsyncBaseTransport | None") -> bytes:
    import httpx  # noqa: PLC0415  (only who has thumbnails or the cache switched on needs it)

    async with httpx.AsyncClient(trust_env=False, follow_redirects=False, transport=transport) as client:
        for _ in range(MOST_REDIRECTS + 1):
            request = await _request(client, url, resolve)
            response = await client.send(request, stream=True)
            try:
                if not response.is_redirect:
                    return await _body(response, most_bytes)
                url = urljoin(url, response.headers.get("location", ""))
            finally:
                await response.aclose()
    raise Refused("too many redirects")


async def _request(client: "httpx.AsyncClient", url: str, resolve: Resolve) -> "httpx.Request":
    """A request to the address that was checked; the name still goes into TLS and the `Host` header."""
    link = link_of(url)
    if not link:
        raise Refused("no address of a picture")
    parts = urlsplit(link)
    host, port = parts.hostname or "", parts.port or _CHECKED_KINDS[parts.scheme]
    addresses = await resolve(host, port)
    if not addresses or not all(map(is_public, addresses)):
        raise Refused(f"{host} is not on the internet")
    address = addresses[0] if ":" not in addresses[0] else f"[{addresses[0]}]"
    target = f"{parts.scheme}://{address}:{port}{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    headers = {"Host": parts.netloc, "Accept": "image/*", "Accept-Encoding": "identity"}
    return client.build_request("GET", target, headers=headers, extensions={"sni_hostname": host, "timeout": _TIMEOUT})


_TIMEOUT = {"connect": SECONDS, "read": SECONDS, "write": SECONDS, "pool": SECONDS}


async def _body(response: "httpx.Response", most_bytes: int) -> bytes:
    """What comes, as it comes over the wire: nothing is unpacked."""
    if response.status_code != 200:
        raise Refused(f"status {response.status_code}")
    if response.headers.get("content-encoding", "identity") != "identity":
        raise Refused("packed")
    body = bytearray()
    async for part in response.aiter_raw():
        body += part
        if len(body) > most_bytes:
            raise Refused(f"over {most_bytes} bytes")
    if not body.startswith(_MAGIC):
        raise Refused("no picture")
    return bytes(body)
