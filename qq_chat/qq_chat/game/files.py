"""Language files of the owner's server, of its mods, and those that the owner put into qq_chat's folder.

The server's jar and mods' jars hold `assets/<mod>/lang/en_us.json` (`.lang` before 1.13), mods often `zh_cn.json` too.
"""

import json
import logging
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from qq_api import Texts
from qq_chat.game.lexicon import Lexicon, is_wanted, load_lexicon

JARS = (
    "*.jar",
    "versions/*/*.jar",
    "cache/*.jar",
    ".fabric/server/*.jar",
    "libraries/net/minecraft/server/*/*.jar",
    "mods/*.jar",
)
"""Where a server folder has jars with words in them: vanilla, Fabric, Paper, Forge, mods."""

LARGEST = 2**24
"""Bytes that a language file may have."""

_IN_JAR = re.compile(r"assets/[^/]+/lang/(?P<language>[a-z]{2}_[a-z]{2})\.(?P<format>json|lang)", re.IGNORECASE)
_UNREADABLE = (OSError, ValueError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, RecursionError)

Words = dict[str, str]


def owner_lexicon(
    language: str, server: Path, folder: Path, texts: Texts, log: logging.Logger, *, jars: bool = True
) -> Lexicon:
    """The lexicon with the owner's words in it. Opens every jar of the server: for a thread of its own.

    Args:
        language: of those who read, as `zh_cn`.
        server: the folder of the Minecraft server (MCDR's `working_directory`).
        folder: qq_chat's own, where the owner may put `zh_cn.json` or `en_us.json`.
        texts: the words of the warning about a file that is broken; it is left out.
        log: of the plugin.
        jars: whether to look into the server's jars.
    """
    files: dict[str, list[Words]] = {"en_us": [], language: []}
    for path in _jars(server) if jars else ():
        try:
            for found, words in _in_jar(path, set(files)):
                files[found].append(_of_use(words))
        except _UNREADABLE as error:  # a jar is not the owner's to mend
            log.debug("%s: %s: %s", path, type(error).__name__, error)
    for path in _own(folder, files):
        try:
            files[path.stem].append(_of_use(_read(path.open("rb"), "json")))
        except _UNREADABLE as error:
            log.warning(texts("game.language_file", file=path, reason=f"{type(error).__name__}: {error}"))
    return load_lexicon(language, files["en_us"], [] if language == "en_us" else files[language])


def _jars(server: Path) -> Iterator[Path]:
    for pattern in JARS:
        yield from sorted(path for path in server.glob(pattern) if path.is_file())


def _own(folder: Path, languages: dict[str, list[Words]]) -> Iterator[Path]:
    return (path for path in (folder / f"{language}.json" for language in languages) if path.is_file())


def _in_jar(path: Path, languages: set[str]) -> Iterator[tuple[str, Words]]:
    """The language files in a jar: `("zh_cn", {"death.attack.zap": …})`."""
    with zipfile.ZipFile(path) as jar:
        for entry in jar.infolist():
            found = _IN_JAR.fullmatch(entry.filename)
            if found and found["language"].lower() in languages and entry.file_size <= LARGEST:
                yield found["language"].lower(), _read(jar.open(entry), found["format"].lower())


def _read(file: IO[bytes], form: str) -> Words:
    """A language file's words.

    Raises:
        ValueError: it is too large, no UTF-8, no JSON, or no object.
    """
    with file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError(f"more than {LARGEST} bytes")
    text = data.decode("utf-8-sig")
    return _from_lang(text) if form == "lang" else _from_json(text)


def _from_json(text: str) -> Words:
    tree: Any = json.loads(text)
    if not isinstance(tree, dict):
        raise ValueError("no JSON object")
    return {key: value for key, value in tree.items() if isinstance(value, str)}


def _from_lang(text: str) -> Words:
    """`death.attack.zap=%1$s was zapped`, a line each."""
    rows = (line.split("=", 1) for line in text.splitlines() if "=" in line and not line.startswith("#"))
    return {key.strip(): value.strip() for key, value in rows}


def _of_use(words: Words) -> Words:
    return {key: text for key, text in words.items() if text and is_wanted(key)}
