"""A real MCDReforged as a child, with some plugins, and a player who types when asked to."""

from pathlib import Path
from typing import Any

from channel import Channel
from mcdr_folder import write_folder
from processes import HERE, Ground

_START = "import runpy; runpy.run_module('mcdreforged', run_name='__main__', alter_sys=True)"

_WITHOUT_ORJSON = "import sys; sys.modules['orjson'] = None; "
"""Makes `import orjson` fail, as where it is not installed."""


def start_mcdr(ground: Ground, plugins: tuple[Path, ...], *, with_player: bool, with_orjson: bool) -> Channel:
    """Start MCDR and wait for the probe of one of its plugins.

    Args:
        ground: where.
        plugins: packed plugins, or single files.
        with_player: start a server whose player types `!!probe` 50 times a second.
        with_orjson: whether orjson may be imported.
    """
    server = [str(ground.python), "-u", str(HERE / "variants" / "minecraft.py")] if with_player else ""
    settings: dict[str, Any] = {"disable_console_thread": True}
    write_folder(ground.folder, server, plugins, {"qq_api": qq_api_config(ground.port)}, **settings)
    script = _START if with_orjson else _WITHOUT_ORJSON + _START
    return ground.start("mcdr", "-c", script, "start", *([] if with_player else ["--no-server-start"]))


def qq_api_config(port: int) -> dict[str, Any]:
    """qq_api's `config.yml`: one reverse WebSocket."""
    return {"config_version": 1, "connections": [{"type": "websocket_reverse", "port": port, "token": ""}]}
