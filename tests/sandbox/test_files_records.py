"""Voice messages in another format: by ffmpeg, by PyAV, by neither."""

import io
import os
import shutil
import sys
import tempfile
import wave
from base64 import b64encode
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from qq_api import ActionFailed
from qq_api.sandbox.storage import FolderStore, records
from qq_api.sandbox.storage.records import FORMATS, converted

STARTS = {
    "mp3": (b"ID3", b"\xff"),
    "amr": (b"#!AMR\n",),
    "wma": (bytes.fromhex("3026b2758e66cf11"),),
    "m4a": (b"\0\0\0\x1cftypM4A ",),
    "spx": (b"OggS",),
    "ogg": (b"OggS",),
    "wav": (b"RIFF",),
    "flac": (b"fLaC",),
}
FAKE = """import pathlib, sys
arguments = sys.argv[1:]
given, target = arguments[arguments.index("-i") + 1], pathlib.Path(arguments[-1])
target.write_bytes(b"ID3 made of " + pathlib.Path(given).read_bytes()[:4] + " ".join(arguments[-9:-1]).encode())
"""
BROKEN = """import sys
print("Unknown encoder", file=sys.stderr)
sys.exit(1)
"""


def sound(seconds: int = 1) -> bytes:
    with io.BytesIO() as content:
        with wave.open(content, "wb") as made:
            made.setnchannels(1)
            made.setsampwidth(2)
            made.setframerate(8000)
            made.writeframes(bytes(range(200)) * 80 * seconds)
        return content.getvalue()


@pytest.fixture
async def store() -> AsyncIterator[FolderStore]:
    async with FolderStore() as store:
        yield store


async def kept(store: FolderStore, content: bytes) -> str:
    return await store.take(f"base64://{b64encode(content).decode()}")


def on_the_path(monkeypatch: pytest.MonkeyPatch, folder: Path, program: str | None, *, av: bool) -> None:
    """A path with nothing on it but this ffmpeg, and PyAV there or not."""
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(records, "_has_av", lambda: av)
    if program is None:
        return
    (folder / "fake.py").write_text(program)
    name = "ffmpeg.bat" if os.name == "nt" else "ffmpeg"
    start = f'@"{sys.executable}" "{folder}\\fake.py" %*' if os.name == "nt" else (
        f'#!/bin/sh\nexec "{sys.executable}" "{folder}/fake.py" "$@"\n')  # fmt: skip
    (folder / name).write_text(start)
    (folder / name).chmod(0o755)


@pytest.mark.parametrize("out_format", FORMATS)
@pytest.mark.parametrize("tool", ["ffmpeg", "av"])
async def test_a_voice_becomes_every_format(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch, tool: str, out_format: str
) -> None:
    if tool == "av":
        pytest.importorskip("av")
        monkeypatch.setattr(records, "_ffmpeg", lambda: None)
    elif shutil.which("ffmpeg") is None:
        pytest.skip("no ffmpeg here")
    else:
        monkeypatch.setattr(records, "_has_av", lambda: False)
    source = await kept(store, sound())
    try:
        made = await converted(store, source, out_format)
    except ActionFailed as error:  # not every build has every encoder
        assert out_format in ("amr", "spx"), error
        assert "cannot be converted" in error.result["wording"]
        return
    assert (await store.read(made)).startswith(STARTS[out_format])
    assert store.about(made).name.endswith(f".{out_format}")
    if out_format == "wav":
        assert made == source


async def test_what_one_tool_cannot_do_the_other_does(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pytest.importorskip("av")
    on_the_path(monkeypatch, tmp_path, BROKEN, av=True)
    made = await converted(store, await kept(store, sound()), "flac")
    assert (await store.read(made)).startswith(b"fLaC")


async def test_ffmpeg_is_asked_for_the_format(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    on_the_path(monkeypatch, tmp_path, FAKE, av=False)
    made = await converted(store, await kept(store, sound()), "mp3")
    assert await store.read(made) == b"ID3 made of RIFF-c:a libmp3lame -ar 24000 -b:a 32000 -ac 1"


@pytest.mark.parametrize(
    ("program", "words"),
    [(None, "install ffmpeg (on the path), or `pip install av`"), (BROKEN, "ffmpeg: Unknown encoder")],
)
async def test_what_cannot_be_converted_is_refused_with_the_cause(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str | None, words: str
) -> None:
    on_the_path(monkeypatch, tmp_path, program, av=False)
    source = await kept(store, sound())
    with pytest.raises(ActionFailed) as caught:
        await converted(store, source, "mp3")
    assert words in caught.value.result["wording"]
    assert await converted(store, source, "wav") == source


async def test_ffmpeg_that_never_ends_is_ended(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    on_the_path(monkeypatch, tmp_path, "import time\ntime.sleep(600)\n", av=False)
    monkeypatch.setattr(records, "SECONDS", 0.5)
    source = await kept(store, sound())
    with pytest.raises(ActionFailed, match="did not end within"):
        await converted(store, source, "mp3")


@pytest.mark.parametrize("tool", ["ffmpeg", "av"])
async def test_a_broken_voice_is_refused(store: FolderStore, monkeypatch: pytest.MonkeyPatch, tool: str) -> None:
    if tool == "av":
        pytest.importorskip("av")
    elif shutil.which("ffmpeg") is None:
        pytest.skip("no ffmpeg here")
    monkeypatch.setattr(records, *(("_ffmpeg", lambda: None) if tool == "av" else ("_has_av", lambda: False)))
    source = await kept(store, b"\x02#!SILK_V3" + b"noise" * 100)
    with pytest.raises(ActionFailed, match="cannot be converted"):
        await converted(store, source, "mp3")


@pytest.mark.parametrize(
    ("content", "out_format", "words"),
    [
        (b"#EXTM3U\nfile:///etc/passwd", "mp3", "no voice message: text/plain"),
        (b"\x89PNG\r\n\x1a\n", "mp3", "no voice message: image/png"),
        (b"#!AMR\n", "exe", "one of mp3, amr"),
        (b"#!AMR\n", "../x", "one of mp3, amr"),
    ],
)
async def test_what_is_no_voice_or_no_format_is_refused(
    store: FolderStore, content: bytes, out_format: str, words: str
) -> None:
    source = await kept(store, content)
    with pytest.raises(ActionFailed, match=words):
        await converted(store, source, out_format)


async def test_nothing_is_left_of_a_conversion(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    on_the_path(monkeypatch, tmp_path, BROKEN, av=False)
    before = sorted(tmp_path.iterdir())  # noqa: ASYNC240  (a test may wait)
    with pytest.raises(ActionFailed):
        await converted(store, await kept(store, sound()), "mp3")
    assert sorted(tmp_path.iterdir()) == before  # noqa: ASYNC240  (a test may wait)
