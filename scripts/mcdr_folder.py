"""A working folder for MCDR with both packed plugins; standard library only (JSON is YAML, too)."""

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def write_folder(
    folder: Path,
    start_command: Iterable[str] | str,
    plugins: Iterable[Path],
    configs: dict[str, dict[str, Any]],
    **settings: Any,
) -> None:
    """Make a folder in which `python -m mcdreforged start` runs.

    Args:
        folder: where; made if missing.
        start_command: of the server, run in `folder/server`; a list is executed, a string is given to a shell.
        plugins: packed plugins to copy into `folder/plugins`.
        configs: plugin id -> its `config.yml`.
        settings: further keys of MCDR's own `config.yml`.
    """
    for name in ("server", "plugins", "config", "logs"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    command = start_command if isinstance(start_command, str) else [str(part) for part in start_command]
    write(folder / "config.yml", _mcdr(command) | settings)
    write(folder / "permission.yml", {"default_level": "user", "owner": ["Notch"]})
    for plugin in plugins:
        shutil.copy(plugin, folder / "plugins")
    for plugin_id, config in configs.items():
        write(folder / "config" / plugin_id / "config.yml", config)


def write(path: Path, tree: dict[str, Any]) -> None:
    """Write a YAML file that only its owner can read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)  # it may hold a token
    path.write_text(json.dumps(tree, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _mcdr(command: Any) -> dict[str, Any]:
    return {
        "language": "en_us",
        "working_directory": "server",
        "start_command": command,
        "handler": "vanilla_handler",
        "encoding": "utf8",
        "decoding": "utf8",
        "plugin_directories": ["plugins"],
        "check_update": False,
        "telemetry": False,
        "advanced_console": False,
        "disable_console_color": True,
        "handler_detection": False,
    }
