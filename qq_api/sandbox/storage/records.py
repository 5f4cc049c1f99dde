"""Voice messages in another format: by ffmpeg where it is on the path, else by PyAV where it is installed."""

import asyncio
import contextlib
import importlib
import importlib.util
import shutil
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from qq_api.sandbox.storage.store import FolderStore
from qq_api.sandbox.world import Refused

SECONDS = 60.0
"""How long a conversion may take."""


class Format(NamedTuple):
    """How a format is made: ffmpeg's container and codec, samples and bits a second."""

    container: str
    codec: str
    rate: int = 24_000
    bits: int = 32_000


FORMATS = {
    "mp3": Format("mp3", "libmp3lame"),
    "amr": Format("amr", "libopencore_amrnb", 8_000, 12_200),
    "wma": Format("asf", "wmav2"),
    "m4a": Format("ipod", "aac"),
    "spx": Format("ogg", "libspeex", 16_000),
    "ogg": Format("ogg", "libopus"),
    "wav": Format("wav", "pcm_s16le"),
    "flac": Format("flac", "flac"),
}


class _Failed(Exception):
    """A tool could not do it; says why."""


async def converted(store: FolderStore, source: str, out_format: str) -> str:
    """A voice message in another format; returns its source.

    Args:
        store: where it is, and where the new one goes.
        source: of the voice message.
        out_format: one of `FORMATS`.

    Raises:
        Refused: there is no such format, it is no sound, or nothing here can convert it.
    """
    if out_format not in FORMATS:
        raise Refused(f"out_format: one of {', '.join(FORMATS)} is needed", 1400)
    given = store.about(source)
    if given.file.endswith(f".{out_format}"):
        return source
    if not given.mime.startswith(("audio/", "video/")):
        raise Refused(f"{given.file} is no voice message: {given.mime}")
    with tempfile.TemporaryDirectory(prefix="qq_sandbox_") as folder:
        target = Path(folder) / f"made.{out_format}"
        await _convert(given.path, str(target), FORMATS[out_format])
        content = await asyncio.to_thread(target.read_bytes)
    return await asyncio.to_thread(store.keep, content, f"{given.file[:32]}.{out_format}")


async def _convert(given: str, target: str, form: Format) -> None:
    ways = [way for way, is_there in ((_by_ffmpeg, _ffmpeg()), (_by_av, _has_av())) if is_there]
    if not ways:
        raise Refused("voice messages cannot be converted here: install ffmpeg (on the path), or `pip install av`")
    faults: list[str] = []
    for way in ways:
        try:
            return await way(given, target, form)
        except _Failed as error:
            faults.append(str(error))
    raise Refused(f"the voice message cannot be converted: {'; '.join(faults)}")


def _ffmpeg() -> str | None:
    return shutil.which("ffmpeg")


async def _by_ffmpeg(given: str, target: str, form: Format) -> None:
    sound = ("-vn", "-f", form.container, "-c:a", form.codec, "-ar", str(form.rate), "-b:a", str(form.bits), "-ac", "1")
    # what a bot sent may be a playlist; it leads nowhere but to files
    whole = ("-nostdin", "-v", "error", "-y", "-protocol_whitelist", "file", "-i", given, *sound, target)
    process = await asyncio.create_subprocess_exec(
        _ffmpeg() or "ffmpeg", *whole, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
    )
    try:
        _, said = await asyncio.wait_for(process.communicate(), SECONDS)
    except asyncio.TimeoutError:
        raise _Failed(f"ffmpeg did not end within {SECONDS:g} seconds") from None
    finally:
        with contextlib.suppress(ProcessLookupError):
            if process.returncode is None:
                process.kill()
                await process.wait()
    if process.returncode:
        last = said.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise _Failed(f"ffmpeg: {''.join(last) or process.returncode}")


def _has_av() -> bool:
    return importlib.util.find_spec("av") is not None


async def _by_av(given: str, target: str, form: Format) -> None:
    await asyncio.to_thread(_encode, given, target, form)


def _encode(given: str, target: str, form: Format) -> None:
    av: Any = importlib.import_module("av")
    try:
        with av.open(given) as source, av.open(target, "w", format=form.container) as made:
            stream = made.add_stream(form.codec, rate=form.rate, layout="mono")
            stream.bit_rate = form.bits
            for frame in (*source.decode(audio=0), None):
                made.mux(stream.encode(frame))
    except (av.error.FFmpegError, IndexError, ValueError) as error:
        raise _Failed(f"av: {error}") from None
