"""Pictures: what may be fetched and what not, fresh links, small ones, the cache."""

import asyncio
import io
import logging
import os
import ssl
import sys
import time
import zlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme
from PIL import Image

import qq_chat
from qq_api import ActionFailed, Texts
from qq_chat.config.rendering import Pictures as Wishes
from qq_chat.relay.rendering.download import MOST_REDIRECTS, Refused, download, is_public, resolve
from qq_chat.relay.rendering.known import Found
from qq_chat.relay.rendering.media import LINK_SECONDS, has_ended
from qq_chat.relay.rendering.pictures import Pictures, rkey_in
from qq_chat.relay.rendering.said import Said
from qq_chat.relay.rendering.store import Store
from qq_chat.relay.rendering.thumbnail import COLUMNS, ROWS, draw_small, is_possible

assert qq_chat
LOG = logging.getLogger("qq_chat.test")
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 100
PUBLIC = "93.184.215.14"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.1.2.3",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.100.100.200",
        "0.0.0.0",
        "255.255.255.255",
        "224.0.0.1",
        "240.0.0.1",
        "192.0.2.1",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2001:0:0:0:0:0:80ff:fffe",
        "2001:db8::1",
        "",
        "localhost",
        "1.2.3",
    ],
)
def test_what_is_not_on_the_internet_is_private(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_what_is_on_the_internet_is_public(address: str) -> None:
    assert is_public(address)


def reply(content: bytes, status: int = 200, **headers: str) -> httpx.Response:
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return httpx.Response(status, headers=named, stream=httpx.ByteStream(content))


class Web:
    """A web of hosts that are looked up, and answer."""

    def __init__(self, **hosts: Any) -> None:
        self.hosts: dict[str, list[str]] = {name.replace("_", "."): found for name, found in hosts.items()}
        self.asked: list[httpx.Request] = []
        self.looked_up: list[str] = []
        self.answer: Callable[[httpx.Request], httpx.Response] = lambda request: reply(PNG)

    async def resolve(self, host: str, port: int) -> Sequence[str]:
        self.looked_up.append(f"{host}:{port}")
        return self.hosts.get(host, [])

    async def get(self, url: str, most_bytes: int = 1000, seconds: float = 5) -> bytes:
        def handle(request: httpx.Request) -> httpx.Response:
            self.asked.append(request)
            return self.answer(request)

        transport = httpx.MockTransport(handle)
        return await download(url, most_bytes, seconds=seconds, resolve=self.resolve, transport=transport)


async def test_a_picture_is_fetched_from_the_very_address_that_was_checked() -> None:
    web = Web(a_cn=[PUBLIC, "8.8.8.8"])
    assert await web.get("https://a.cn/b?c=d%20#e") == PNG
    (request,) = web.asked
    assert str(request.url) == f"https://{PUBLIC}/b?c=d%20"
    assert (request.headers["host"], request.extensions["sni_hostname"]) == ("a.cn", "a.cn")
    assert request.headers["accept-encoding"] == "identity"
    assert "cookie" not in request.headers
    assert web.looked_up == ["a.cn:443"]
    await web.get("http://a.cn:81")
    assert str(web.asked[-1].url) == f"http://{PUBLIC}:81/"
    assert web.asked[-1].headers["host"] == "a.cn:81"


async def test_an_address_of_six_is_written_in_brackets() -> None:
    web = Web(a_cn=["2606:4700::1111"])
    await web.get("http://a.cn/x")
    assert str(web.asked[0].url) == "http://[2606:4700::1111]/x"


@pytest.mark.parametrize(
    "url",
    [
        "http://inside.cn/",
        "http://both.cn/",
        "http://nowhere.cn/",
        "http://127.0.0.1/",
        "http://[::1]/",
        "file:///etc/passwd",
        "ftp://a.cn/x",
        "gopher://a.cn/",
        "https://user:secret@a.cn/",
        "",
    ],
)
async def test_nothing_that_is_not_on_the_internet_is_fetched(url: str) -> None:
    web = Web(a_cn=[PUBLIC], inside_cn=["10.0.0.1"], both_cn=[PUBLIC, "127.0.0.1"])
    web.hosts["127.0.0.1"] = ["127.0.0.1"]
    with pytest.raises(Refused):
        await web.get(url)
    assert web.asked == []


@pytest.mark.parametrize(
    "target", ["http://inside.cn/", "file:///etc/passwd", "//inside.cn/x", "http://169.254.169.254/"]
)
async def test_a_redirect_is_checked_like_the_first_address(target: str) -> None:
    web = Web(a_cn=[PUBLIC], inside_cn=["10.0.0.1"])
    web.hosts["169.254.169.254"] = ["169.254.169.254"]
    web.answer = lambda request: httpx.Response(302, headers={"location": target})
    with pytest.raises(Refused):
        await web.get("https://a.cn/")
    assert len(web.asked) == 1


async def test_redirects_are_followed_so_far_and_no_further() -> None:
    web = Web(a_cn=[PUBLIC], b_cn=["8.8.8.8"])

    def answer(request: httpx.Request) -> httpx.Response:
        if request.headers["host"] == "a.cn":
            return httpx.Response(301, headers={"location": "http://b.cn/y"})
        return reply(PNG)

    web.answer = answer
    assert await web.get("https://a.cn/") == PNG
    assert web.looked_up == ["a.cn:443", "b.cn:80"]
    web.answer = lambda request: httpx.Response(302, headers={"location": "/again"})
    web.asked.clear()
    with pytest.raises(Refused, match="too many"):
        await web.get("https://a.cn/")
    assert len(web.asked) == MOST_REDIRECTS + 1


async def test_a_name_that_turns_to_the_inside_after_the_check_gains_nothing() -> None:
    web, answers = Web(), [[PUBLIC], ["127.0.0.1"]]

    async def rebinding(host: str, port: int) -> Sequence[str]:
        return answers.pop(0)

    web.resolve = rebinding  # type: ignore[method-assign]
    await web.get("http://evil.cn/")
    assert [request.url.host for request in web.asked] == [PUBLIC]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (reply(PNG, 404), "status 404"),
        (reply(b"<html>"), "no picture"),
        (reply(b""), "no picture"),
        (reply(PNG * 100), "over 1000 bytes"),
        (reply(b"\x1f\x8b", content_encoding="gzip"), "packed"),
    ],
)
async def test_what_is_no_picture_of_that_size_is_refused(answer: httpx.Response, why: str) -> None:
    web = Web(a_cn=[PUBLIC])
    web.answer = lambda request: answer
    with pytest.raises(Refused, match=why):
        await web.get("https://a.cn/")


async def test_an_endless_picture_ends_at_its_size_and_a_slow_one_at_its_time() -> None:
    web, given = Web(a_cn=[PUBLIC]), []

    class Endless(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            while True:
                given.append(1)
                yield PNG

    class Slow(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            yield PNG
            await asyncio.Event().wait()

    web.answer = lambda request: httpx.Response(200, stream=Endless())
    with pytest.raises(Refused, match="over"):
        await web.get("https://a.cn/")
    assert len(given) < 15
    web.answer = lambda request: httpx.Response(200, stream=Slow())
    with pytest.raises(asyncio.TimeoutError):
        await web.get("https://a.cn/", seconds=0.05)


async def test_this_machine_is_looked_up_and_refused() -> None:
    assert all(not is_public(address) for address in await resolve("localhost", 80))


@asynccontextmanager
async def secure_host(ca: trustme.CA, name: str) -> AsyncIterator[int]:
    """A host of this machine that has a picture and a certificate for a name."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(PNG), PNG))
        await writer.drain()
        writer.close()

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert(name).configure_cert(context)
    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def test_the_certificate_has_to_be_for_the_name_and_not_for_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qq_chat.relay.rendering.download.is_public", lambda address: True)
    ca, trusting = trustme.CA(), ssl.create_default_context()
    ca.configure_trust(trusting)

    async def get(port: int) -> bytes:
        async def here(host: str, port: int) -> Sequence[str]:
            return ["127.0.0.1"]

        transport = httpx.AsyncHTTPTransport(verify=trusting)
        return await download(f"https://pictures.test:{port}/x", 1000, resolve=here, transport=transport)

    async with secure_host(ca, "pictures.test") as port:
        assert await get(port) == PNG
    async with secure_host(ca, "another.test") as port:
        with pytest.raises(httpx.ConnectError, match="certificate"):
            await get(port)


def picture(width: int, height: int, kind: str = "PNG", color: Any = (255, 0, 0)) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA" if len(color) == 4 else "RGB", (width, height), color).save(out, kind)
    return out.getvalue()


def test_a_thumbnail_keeps_its_shape_and_its_colours() -> None:
    for kind in ("PNG", "JPEG", "GIF", "WEBP", "BMP"):
        small = draw_small(picture(400, 100, kind, (0, 0, 255)))
        assert small is not None
        assert (len(small[0]), len(small)) == (COLUMNS, 6)
        assert small[0][0] & 0xFF > 0xF0
    tall = draw_small(picture(10, 1000))
    assert tall is not None
    assert (len(tall[0]), len(tall)) == (1, ROWS)
    clear = draw_small(picture(4, 4, color=(0, 0, 0, 0)))
    assert clear is not None
    assert set(clear[0]) == {0xF8F8F8}


def claims(width: int, height: int) -> bytes:
    """A small PNG that says it is huge."""
    made = bytearray(picture(1, 1))
    made[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    made[29:33] = zlib.crc32(bytes(made[12:29])).to_bytes(4, "big")
    return bytes(made)


def test_a_bomb_is_not_unpacked() -> None:
    assert draw_small(claims(8000, 8000)) is None
    with pytest.raises(Image.DecompressionBombError):
        draw_small(claims(60_000, 60_000))


class FakeBot:
    def __init__(self, **answers: Any) -> None:
        self.answers, self.asked = answers, []

    async def call_action(self, action: str, **params: Any) -> Any:
        self.asked.append(action)
        answer = self.answers.get(action, ActionFailed({"retcode": 1404}))
        if isinstance(answer, Exception):
            raise answer
        return answer


def pictures(folder: Path, bot: FakeBot | None = None, fetch: Any = None, **wishes: Any) -> Pictures:
    async def nothing(url: str, most: int) -> bytes:
        raise Refused("no web")

    texts = Texts.load("qq_chat", "en_us")
    return Pictures(bot or FakeBot(), Wishes(**wishes), folder, texts, LOG, fetch or nothing)  # type: ignore[arg-type]


class Source:
    def __init__(self, content: bytes | Exception) -> None:
        self.content, self.urls = content, []

    async def __call__(self, url: str, most: int) -> bytes:
        self.urls.append(url)
        if isinstance(self.content, Exception):
            raise self.content
        return self.content


SEGMENT = {"file": "a.png", "url": "https://a.cn/a.png", "file_size": "500"}


async def test_a_thumbnail_is_fetched_and_drawn(tmp_path: Path) -> None:
    source = Source(picture(20, 10))
    small = await pictures(tmp_path / "kept", fetch=source).thumbnail(SEGMENT)
    assert small is not None
    assert source.urls == ["https://a.cn/a.png"]
    assert not (tmp_path / "kept").exists()


FAULTS = [Refused("no"), OSError("net"), httpx.ConnectError("x"), asyncio.TimeoutError()]


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\nbroken", b"", claims(60_000, 60_000), *FAULTS])
async def test_without_a_thumbnail_there_is_simply_none(tmp_path: Path, content: Any) -> None:
    assert await pictures(tmp_path, fetch=Source(content)).thumbnail(SEGMENT) is None


async def test_what_is_said_to_be_too_big_is_not_even_fetched(tmp_path: Path) -> None:
    source = Source(picture(2, 2))
    assert await pictures(tmp_path, fetch=source, most_mb=1).thumbnail(SEGMENT | {"file_size": 2**21}) is None
    assert await pictures(tmp_path, fetch=source).thumbnail({"file": "a.png"}) is None
    assert source.urls == []


async def test_without_pillow_nothing_is_fetched_and_it_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "PIL.Image", None)
    source = Source(picture(2, 2))
    assert not is_possible()
    without = pictures(tmp_path, fetch=source, thumbnails=True)
    assert [await without.thumbnail(SEGMENT) for _ in range(2)] == [None, None]
    assert caplog.text.count("pip install pillow") == 1
    assert source.urls == []


async def test_a_kept_picture_is_fetched_once(tmp_path: Path) -> None:
    source = Source(picture(20, 10))
    for _ in range(3):
        assert await pictures(tmp_path, fetch=source, keep_mb=1).thumbnail(SEGMENT) is not None
    assert len(source.urls) == 1


def test_the_cache_is_bounded_by_number(tmp_path: Path) -> None:
    store = Store(tmp_path / "kept", 10_000, 3, 3600)
    for number in range(5):
        store.put(str(number), b"x")
        when = time.time() - 100 + number
        os.utime(store._path(str(number)), (when, when))
    store.put("5", b"x")
    assert [store.get(str(number)) is not None for number in range(6)] == [False, False, False, True, True, True]


def test_the_cache_is_bounded_by_size_and_age(tmp_path: Path) -> None:
    store = Store(tmp_path / "kept", 250, 100, 3600)
    for number in range(5):
        store.put(str(number), b"x" * 100)
        when = time.time() - 100 + number
        os.utime(store._path(str(number)), (when, when))
    store.put("5", b"x" * 100)
    assert [store.get(str(number)) is not None for number in range(6)] == [False, False, False, False, True, True]
    store.put("huge", b"x" * 300)
    assert store.get("huge") is None
    os.utime(store._path("5"), (1, 1))
    assert store.get("5") is None
    assert {file.suffix for file in (tmp_path / "kept").iterdir()} == {".picture"}


def test_no_name_leads_out_of_the_folder_of_the_cache(tmp_path: Path) -> None:
    store = Store(tmp_path / "kept", 1000, 100, 3600)
    for key in ("../../x", "/etc/passwd", "con", "a\x00b", "\ud800", ""):
        store.put(key, b"x")
        assert store.get(key) == b"x"
    assert [file.name for file in tmp_path.iterdir()] == ["kept"]


OLD = "https://multimedia.nt.qq.com.cn/download?appid=1407&fileid=x&rkey=OLD"
LASTING = "https://gchat.qpic.cn/x"
NEW = "https://multimedia.nt.qq.com.cn/download?appid=1407&fileid=x&rkey=NEW"


def message(url: str, age: float, message_id: str = "7") -> Said:
    return Said(message_id, 5, "a", [{"type": "image", "data": {"file": "f", "url": url}}], time.time() - age)


async def test_a_link_that_still_opens_is_given_as_it_is(tmp_path: Path) -> None:
    bot = FakeBot()
    assert await pictures(tmp_path, bot).links(message(OLD, 10)) == [Found(OLD)]
    assert await pictures(tmp_path, bot).links(message(LASTING, 10**6)) == [Found(LASTING)]
    assert bot.asked == []


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({"get_msg": {"message": [{"type": "image", "data": {"file": "f", "url": NEW}}], "sender": {}}}, ["get_msg"]),
        ({"get_image": {"file": "/x", "url": NEW}}, ["get_msg", "get_image"]),
        (
            {"nc_get_rkey": [{"type": 10, "rkey": "&rkey=P"}, {"type": 20, "rkey": "&rkey=NEW"}]},
            ["get_msg", "get_image", "nc_get_rkey"],
        ),
        (
            {"get_rkey": {"private_key": "&rkey=P", "group_key": "&rkey=NEW"}, "get_image": {"url": "/app/x.png"}},
            ["get_msg", "get_image", "nc_get_rkey", "get_rkey"],
        ),
    ],
)
async def test_a_link_that_has_ended_is_made_anew(tmp_path: Path, answers: dict[str, Any], asked: list[str]) -> None:
    bot = FakeBot(**answers)
    assert await pictures(tmp_path, bot).links(message(OLD, LINK_SECONDS + 1), 10001) == [Found(NEW)]
    assert bot.asked == asked


async def test_a_picture_that_qq_has_no_more_is_left_out(tmp_path: Path) -> None:
    odd = FakeBot(get_msg=None, get_image=[], nc_get_rkey={"x": 1}, get_rkey="no")
    for bot in (FakeBot(), odd):
        assert await pictures(tmp_path, bot).links(message(OLD, LINK_SECONDS + 1)) == []
    assert await pictures(tmp_path, FakeBot()).links(message("", 0, "")) == []


async def test_a_picture_that_qq_has_no_more_is_shown_from_the_cache_where_the_owner_wants_one(tmp_path: Path) -> None:
    source, said = Source(picture(20, 10)), message(OLD, LINK_SECONDS + 1)
    kept = pictures(tmp_path / "kept", fetch=source, keep_mb=1)
    assert await kept.keep(said.segments[0]["data"]) is True
    (found,) = await kept.links(said)
    assert (found.link, len(found.small[0])) == ("", COLUMNS)
    assert [one.link for one in await kept.links(message(OLD, 10))] == [OLD]
    without = pictures(tmp_path / "not", fetch=source)
    assert await without.keep(said.segments[0]["data"]) is False
    assert (await without.links(said), source.urls) == ([], [OLD])


async def test_what_cannot_be_kept_is_not_and_what_is_broken_is_not_drawn(tmp_path: Path) -> None:
    for content in (Refused("no"), OSError("disk full"), asyncio.TimeoutError()):
        assert await pictures(tmp_path, fetch=Source(content), keep_mb=1).keep(SEGMENT) is False
    broken = pictures(tmp_path, fetch=Source(PNG), keep_mb=1)
    assert await broken.keep(SEGMENT) is True
    assert await broken.keep(SEGMENT | {"file": "big", "file_size": 2**30}) is False
    data = {"type": "image", "data": {"file": "a.png", "url": OLD}}
    assert await broken.links(Said("7", 5, "a", [data], 0.0)) == []


async def test_two_who_want_a_picture_at_once_fetch_it_once(tmp_path: Path) -> None:
    source = Source(picture(20, 10))
    kept = pictures(tmp_path, fetch=source, keep_mb=1)
    small, is_kept = await asyncio.gather(kept.thumbnail(SEGMENT), kept.keep(SEGMENT))
    assert small is not None
    assert (is_kept, len(source.urls)) == (True, 1)


def test_keys_are_read_from_whoever_gives_them() -> None:
    napcat = [{"type": 10, "rkey": "&rkey=p"}, {"type": 20, "rkey": "&rkey=g"}]
    lagrange = {"rkeys": [{"type": "private", "rkey": "&rkey=p"}, {"type": "group", "rkey": "&rkey=g"}]}
    llonebot = {"private_key": "&rkey=p", "group_key": "g", "expired_time": 1}
    server = {"private_rkey": "&rkey=p", "group_rkey": "&rkey=g"}
    for answer in (napcat, lagrange, llonebot, server):
        assert [rkey_in(answer, is_private=one) for one in (True, False)] == ["p", "g"]
    assert [rkey_in(odd, is_private=True) for odd in (None, [], [None], "x", {"rkeys": None})] == [""] * 5


def test_only_links_with_a_key_end() -> None:
    assert has_ended("", time.time())
    assert has_ended(OLD, time.time() - LINK_SECONDS - 1)
    assert not has_ended(OLD, time.time())
    assert not has_ended("https://gchat.qpic.cn/x", 0)
