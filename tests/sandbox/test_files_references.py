"""The ways in which a file may be given, and what a file is: computed, on every system alike."""

import pytest

from qq_api import ActionFailed
from qq_api.sandbox.storage.kinds import mime_of, suffix_of
from qq_api.sandbox.storage.references import inside, is_of_windows, is_web, name_in, paths_of, safe_name

LIMIT = 1000


@pytest.mark.parametrize(
    ("reference", "posix", "windows"),
    [
        ("file:///C:/worlds/a.png", ["C:/worlds/a.png"], ["C:/worlds/a.png"]),
        ("file:///C:\\worlds\\a.png", ["C:\\worlds\\a.png"], ["C:\\worlds\\a.png"]),
        ("file://C:/a.png", ["C:/a.png"], ["C:/a.png"]),
        ("file:///c|/a.png", ["c:/a.png"], ["c:/a.png"]),
        ("FILE:///d:/a.png", ["d:/a.png"], ["d:/a.png"]),
        ("file:///C:/my%20world/%E5%9B%BE.png", ["C:/my world/图.png", "C:/my%20world/%E5%9B%BE.png"],
         ["C:/my world/图.png", "C:/my%20world/%E5%9B%BE.png"]),
        ("file:///home/mc/a.png", ["/home/mc/a.png"], ["/home/mc/a.png"]),
        ("file:////home/mc/a.png", ["/home/mc/a.png"], ["//home/mc/a.png"]),
        ("file:////server/share/a.png", ["/server/share/a.png"], ["//server/share/a.png"]),
        ("file://server/share/a.png", ["/server/share/a.png"], ["//server/share/a.png"]),
        ("file://localhost/home/a.png", ["/home/a.png"], ["/home/a.png"]),
        ("file:///home/100%.png", ["/home/100%.png"], ["/home/100%.png"]),
        ("file:///home/a?b#c.png", ["/home/a?b#c.png"], ["/home/a?b#c.png"]),
        ("C:\\a.png", ["C:\\a.png"], ["C:\\a.png"]),
        ("C:/a.png", ["C:/a.png"], ["C:/a.png"]),
        ("\\\\server\\share\\a.png", ["\\\\server\\share\\a.png"], ["\\\\server\\share\\a.png"]),
        ("/home/mc/a%20b.png", ["/home/mc/a%20b.png"], ["/home/mc/a%20b.png"]),
        ("a.png", [], []),
        ("./a.png", [], []),
        ("0A1B.image", [], []),
    ],
)  # fmt: skip
def test_a_path_is_read_on_every_system(reference: str, posix: list[str], windows: list[str]) -> None:
    assert paths_of(reference, windows=False) == posix
    assert paths_of(reference, windows=True) == windows


def test_a_path_of_windows_is_known_as_one() -> None:
    assert [is_of_windows(path) for path in ("C:/a", "c:\\a", "\\\\server\\a", "/C:/a", "//server/a", "a")] == [
        True, True, True, False, False, False
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("reference", "content"),
    [
        ("base64://aGVsbG8=", b"hello"),
        ("BASE64://aGVs\nbG8=\n", b"hello"),
        ("data:text/plain;base64,aGVsbG8=", b"hello"),
        ("data:image/png;name=a.png;base64,aGVsbG8%3D", b"hello"),
        ("data:,hello%20you", b"hello you"),
        ("http://x.invalid/a", None),
        ("/home/a", None),
        ("data.zip", None),
    ],
)
def test_content_inside_an_address_is_read(reference: str, content: bytes | None) -> None:
    assert inside(reference, LIMIT) == content


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("base64://!!!", "Base64"),
        ("base64://aGVsbG8", "Base64"),
        ("base64://图片", "Base64"),
        ("data:image/png;base64", "comma"),
        ("data:image/png;base64,%%%", "Base64"),
        ("base64://" + "A" * 4000, "too large"),
        ("data:," + "A" * 4000, "too large"),
    ],
)
def test_content_that_is_none_is_refused(reference: str, words: str) -> None:
    with pytest.raises(ActionFailed, match=words):
        inside(reference, LIMIT)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("..", ""),
        ("a:b*c?.txt", "a_b_c_.txt"),
        ("line\nbreak\x00.txt", "line_break_.txt"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("control.txt", "control.txt"),
        ("trailing. ", "trailing"),
        ("存档 1.zip", "存档 1.zip"),
        ("图" * 300 + ".zip", "图" * 48 + ".zip"),
        ("x." + "y" * 300, "x." + "y" * 11),
    ],
)
def test_a_name_can_be_that_of_a_file_everywhere(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_file_is_called_as_its_address_says() -> None:
    addresses = ("http://x.invalid/d/a%20b.png?k=1", "https://x.invalid/", "https://x.invalid/%2e%2e%2fa.png")
    assert [name_in(address) for address in addresses] == ["a b.png", "", "a.png"]
    assert is_web("HTTPS://x") and is_web("http://x")
    assert not any(is_web(one) for one in ("httpx://x", "file:///x", "C:/x", ""))


@pytest.mark.parametrize(
    ("head", "mime", "suffix"),
    [
        (b"\x89PNG\r\n\x1a\n\0", "image/png", ".png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg", ".jpg"),
        (b"GIF89a", "image/gif", ".gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp", ".webp"),
        (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav", ".wav"),
        (b"\x02#!SILK_V3", "audio/silk", ".amr"),
        (b"#!AMR\n", "audio/amr", ".amr"),
        (b"ID3\x03", "audio/mpeg", ".mp3"),
        (b"\xff\xfb\x90", "audio/mpeg", ".mp3"),
        (b"\xff\xf1\x50", "audio/aac", ".aac"),
        (b"\xff\xfet\0e\0x\0t\0", "application/octet-stream", ".bin"),
        (b"BM\x36\0\0\0\0\0\0\0\x36", "image/bmp", ".bmp"),
        (b"BMW", "text/plain", ".bin"),
        (b"", "text/plain", ".bin"),
        (b"OggS\0", "audio/ogg", ".ogg"),
        (b"\0\0\0\x20ftypM4A ", "audio/mp4", ".m4a"),
        (b"\0\0\0\x20ftypisom", "video/mp4", ".mp4"),
        (b"<html><script>", "text/plain", ".bin"),
        (b"<svg onload='x'>", "text/plain", ".bin"),
        ("你好".encode(), "text/plain", ".bin"),
        (b"PK\x03\x04", "application/zip", ".bin"),
        (b"\0\x01\x02", "application/octet-stream", ".bin"),
        (b"caf\xe9 au lait", "application/octet-stream", ".bin"),
        (b"x" * 511 + "你".encode()[:1], "text/plain", ".bin"),
    ],
)
def test_a_file_is_known_by_its_first_bytes(head: bytes, mime: str, suffix: str) -> None:
    assert (mime_of(head), suffix_of(mime_of(head), "called.bin")) == (mime, suffix)
