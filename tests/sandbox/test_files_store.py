"""The sandbox's store: files come in by every way, are kept under their MD5, and go with it."""

import asyncio
import hashlib
import re
import shutil
from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from qq_api import ActionFailed
from qq_api.sandbox.storage import FolderStore
from qq_api.sandbox.storage.fetching import WINDOWS
from qq_api.sandbox.storage.store import _link
from qq_api.web import Receive, Scope, Send, bind, port_of, serving
from support import DATA

PIXEL = (DATA / "pixel.png").read_bytes()
NAME = f"{hashlib.md5(PIXEL).hexdigest().upper()}.png"
KIB = 1024


def md5(content: bytes) -> str:
    return hashlib.md5(content).hexdigest().upper()


@pytest.fixture
async def store() -> AsyncIterator[FolderStore]:
    async with FolderStore(max_file=64 * KIB, max_total=128 * KIB) as store:
        yield store


ANSWERS: dict[str, tuple[int, str, bytes]] = {
    "/moved": (302, "location: /pixel.png", b""),
    "/named": (200, "content-disposition: attachment; filename*=UTF-8''%E5%9B%BE.png", PIXEL),
    "/gone": (404, "content-type: text/plain", b"gone"),
    "/endless": (200, "content-type: video/mp4", b"x" * KIB),
}


async def web(scope: Scope, receive: Receive, send: Send) -> None:
    """A server on which everything is to be had, and everything goes wrong."""
    status, header, body = ANSWERS.get(scope["path"], (200, "content-type: image/png", PIXEL))
    name, _, value = header.partition(": ")
    if scope["path"] == "/silent":
        while (await receive())["type"] != "http.disconnect":
            pass
        return
    if scope["path"] == "/agent":
        body = dict(scope["headers"])[b"user-agent"]
    await send({"type": "http.response.start", "status": status, "headers": [(name.encode(), value.encode())]})
    for _ in range(1000 if scope["path"] == "/endless" else 1):
        await send({"type": "http.response.body", "body": body, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


@asynccontextmanager
async def served() -> AsyncIterator[str]:
    sock = bind("127.0.0.1", 0)
    async with serving(web, sock):
        yield f"http://127.0.0.1:{port_of(sock)}"


WAYS: dict[str, Callable[[Path], str]] = {
    "a path": lambda path: str(path),
    "file:///": lambda path: path.as_uri(),
    "file:////": lambda path: f"file:///{path}" if not WINDOWS else path.as_uri(),
    "file:// without encoding": lambda path: f"file:///{path.as_posix().lstrip('/')}",
    "base64://": lambda path: f"base64://{b64encode(path.read_bytes()).decode()}",
    "data:": lambda path: f"data:image/png;base64,{b64encode(path.read_bytes()).decode()}",
}


@pytest.mark.parametrize("name", ["pixel.png", "a b.png", "图片 100%.png", "a%20b.png"])
@pytest.mark.parametrize("way", WAYS)
async def test_a_file_is_taken_however_it_is_given(store: FolderStore, tmp_path: Path, way: str, name: str) -> None:
    (path := tmp_path / name).write_bytes(PIXEL)
    source = await store.take(WAYS[way](path))
    about = store.about(source)
    assert (about.file, about.size, about.mime) == (NAME, len(PIXEL), "image/png")
    assert about.name == (NAME if way in ("base64://", "data:") else name)
    assert await store.read(source) == PIXEL
    assert Path(about.path).name == about.name


async def test_a_decoded_name_goes_before_the_one_as_it_is_written(store: FolderStore, tmp_path: Path) -> None:
    (tmp_path / "a b.txt").write_text("decoded")
    (tmp_path / "a%20b.txt").write_text("as written")
    assert await store.read(await store.take(f"file://{tmp_path.as_posix()}/a%20b.txt")) == b"decoded"
    assert await store.read(await store.take(str(tmp_path / "a%20b.txt"))) == b"as written"


@pytest.mark.parametrize(
    ("path", "name"),
    [("/pixel.png", "pixel.png"), ("/moved", "moved"), ("/named", "图.png"), ("/%2e%2e%2fa.png", "a.png")],
)
async def test_a_file_is_fetched_by_http(store: FolderStore, path: str, name: str) -> None:
    async with served() as address:
        source = await store.take(address + path)
    assert (store.about(source).name, await store.read(source)) == (name, PIXEL)


async def test_headers_are_sent_along(store: FolderStore) -> None:
    async with served() as address:
        source = await store.take(f"{address}/agent", headers={"User-Agent": "Mine/1"})
    assert await store.read(source) == b"Mine/1"


async def test_what_is_known_already_is_given_by_its_name(store: FolderStore, tmp_path: Path) -> None:
    (path := tmp_path / "cat.png").write_bytes(PIXEL)
    source = await store.take(str(path))
    path.unlink()
    for name in (source, NAME, NAME.lower(), NAME[:32], f"{NAME[:32]}.image"):
        assert await store.read(await store.take(name)) == PIXEL
    assert store.about(await store.take(NAME, "dog.png")).name == "dog.png"


async def test_one_content_is_kept_once_under_all_its_names(store: FolderStore) -> None:
    sources = [await store.take("base64://aGVsbG8=", name) for name in ("", "a.txt", "b.txt", "a.txt")]
    assert [store.about(source).name for source in sources] == [md5(b"hello"), "a.txt", "b.txt", "a.txt"]
    for source in sources:
        assert await store.read(source) == b"hello"
    for _ in range(4):
        await store.take(f"base64://{b64encode(b'y' * 30 * KIB).decode()}")


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("", "is needed"),
        ("unknown.png", "neither known nor a whole path"),
        ("./unknown.png", "neither known nor a whole path"),
        ("0123456789ABCDEF0123456789ABCDEF.png", "neither known"),
        ("/no/such/file.png", "No such file"),
        ("file:///no/such/file.png", "No such file"),
        ("/null\x00byte", "null"),
        ("/" + "x" * 5000, "too long"),
        ("base64://???", "no.* Base64|is none"),
        ("base64://", "empty"),
        ("data:image/png;base64", "comma"),
        ("http://127.0.0.1:1/a.png", "(?i)connect"),
        ("http://[/a.png", "http"),
        ("http:///a.png", "http"),
        ("ftp://x.invalid/a.png", "neither known"),
    ],
)
async def test_what_cannot_be_had_is_refused_with_the_cause(store: FolderStore, reference: str, words: str) -> None:
    with pytest.raises(ActionFailed) as caught:
        await store.take(reference)
    wording = caught.value.result["wording"]
    assert re.search(words, wording), wording
    assert len(wording) < 400
    assert not [*store.folder.iterdir()]


@pytest.mark.skipif(WINDOWS, reason="there it is a path")
@pytest.mark.parametrize("reference", ["C:\\a.png", "file:///C:/a.png", "\\\\server\\share\\a.png"])
async def test_a_path_of_windows_is_named_as_one_elsewhere(store: FolderStore, reference: str) -> None:
    with pytest.raises(ActionFailed, match="path of Windows"):
        await store.take(reference)


def test_two_that_give_a_file_the_same_name_at_once_are_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path := tmp_path / "ABC.png").write_bytes(PIXEL)
    _link(path, "cat.png")
    monkeypatch.setattr(Path, "exists", lambda _path: False)  # as the other saw it a moment before
    _link(path, "cat.png")
    assert (tmp_path / "cat.png").read_bytes() == PIXEL


async def test_a_folder_is_no_file(store: FolderStore, tmp_path: Path) -> None:
    with pytest.raises(ActionFailed, match="folder"):
        await store.take(str(tmp_path))


async def test_http_that_fails_is_refused_with_the_cause() -> None:
    async with served() as address, FolderStore(max_file=64 * KIB) as store:
        for path, words in (("gone", "HTTP 404"), ("endless", "too large")):
            with pytest.raises(ActionFailed, match=words):
                await store.take(f"{address}/{path}")
        async with FolderStore(max_file=64 * KIB, timeout=0.5) as impatient:
            with pytest.raises(ActionFailed, match=r"within 0\.5 seconds"):
                await impatient.take(f"{address}/silent")
        with pytest.raises(ActionFailed, match="header"):
            await store.take(f"{address}/pixel.png", headers={"Bad\nName": "x"})
        assert await store.read(await store.take(f"{address}/pixel.png")) == PIXEL


async def test_what_is_too_large_is_refused(store: FolderStore, tmp_path: Path) -> None:
    (path := tmp_path / "large.bin").write_bytes(b"x" * (64 * KIB + 1))
    for reference in (str(path), f"base64://{b64encode(path.read_bytes()).decode()}"):
        with pytest.raises(ActionFailed, match="too large: over 65536 bytes"):
            await store.take(reference)
    path.write_bytes(b"x" * 64 * KIB)
    assert store.about(await store.take(str(path))).size == 64 * KIB


async def test_a_full_store_takes_nothing_more_and_gives_what_it_has(store: FolderStore) -> None:
    contents = [bytes([number]) * 60 * KIB for number in (1, 2, 3)]
    first, _ = [await store.take(f"base64://{b64encode(one).decode()}") for one in contents[:2]]
    with pytest.raises(ActionFailed, match="folder is full: over 131072 bytes"):
        await store.take(f"base64://{b64encode(contents[2]).decode()}")
    assert await store.read(first) == contents[0]
    assert await store.take(f"base64://{b64encode(contents[0]).decode()}") == first


async def test_the_page_knows_a_file_by_its_name_and_by_its_address(store: FolderStore) -> None:
    store.address = "http://127.0.0.1:8701"
    source = await store.take("base64://aGVsbG8=", "a.txt")
    url = store.url(source)
    store.expire()
    assert [store.known(name) for name in (source, url, store.url(source))] == [f"{md5(b'hello')}.txt"] * 3
    others = ("a.txt", "", "http://127.0.0.1:8701/x?fileid=" + source, "http://x.invalid/download?fileid=" + source)
    assert [store.known(name) for name in others] == [None] * 4


async def test_a_file_that_somebody_removed_is_refused(store: FolderStore, tmp_path: Path) -> None:
    source = await store.take("base64://aGVsbG8=")
    shutil.rmtree(store.folder)
    with pytest.raises(ActionFailed, match="it is gone"):
        await store.read(source)


async def test_many_at_once_are_all_kept(store: FolderStore) -> None:
    given = [f"base64://{b64encode(bytes([number % 10])).decode()}" for number in range(100)]
    sources = await asyncio.gather(*(store.take(one) for one in given))
    assert len({*sources}) == 10
    assert [await store.read(source) for source in sources] == [bytes([number % 10]) for number in range(100)]


async def test_a_temporary_folder_ends_with_the_store() -> None:
    async with FolderStore() as store:
        await store.take("base64://aGVsbG8=", "a.txt")
        folder = store.folder
        assert [*folder.rglob("a.txt")]
    assert not folder.exists()


async def test_files_stay_in_a_folder_of_ones_own(tmp_path: Path) -> None:
    async with FolderStore(tmp_path / "files") as store:
        source = await store.take("base64://aGVsbG8=", "a.txt")
    async with FolderStore(tmp_path / "files", max_total=6) as later:
        assert (later.about(source).name, later.about(source).mime) == ("a.txt", "text/plain")
        assert await later.read(source) == b"hello"
        with pytest.raises(ActionFailed, match="full"):
            await later.take("base64://d29ybGQ=")


def test_addresses_hold_a_key_that_nobody_guesses_and_that_ends() -> None:
    keys: set[Any] = set()
    for store in (FolderStore(), FolderStore()):
        keys.add(store.rkey())
        store.expire()
        keys.add(store.rkey())
    assert len(keys) == 4
    assert all(len(key) >= 32 for key in keys)
