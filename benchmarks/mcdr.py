"""A real MCDReforged as a child, with some plugins, and a player who types when asked to."""

from pathlib import Path
from typing import Any

from channel import Channel
from events import GROUP
from mcdr_folder import write_folder
from processes import HERE, Ground

_START = "import runpy; runpy.run_module('mcdreforged', run_name='__main__', alter_sys=True)"

_WITHOUT_ORJSON = "import sys; sys.modules['orjson'] = None; "
"""Makes `import orjson` fail, as where it is not installed."""


def start_mcdr(
    ground: Ground, plugins: tuple[Path, ...], *, server: str = "", groups: int = 0, with_orjson: bool = True
) -> Channel:
    """Start MCDR and wait for the probe of one of its plugins.

    Args:
        ground: where.
        plugins: packed plugins, or single files.
        server: one of `variants` to start as the Minecraft server; "" for none.
        groups: that qq_chat serves.
        with_orjson: whether orjson may be imported.
    """
    command = [str(ground.python), "-u", str(HERE / "variants" / server)] if server else ""
    configs = {"qq_api": qq_api_config(ground.port), "qq_chat": qq_chat_config(groups)}
    settings: dict[str, Any] = {"disable_console_thread": True}
    write_folder(ground.folder, command, plugins, configs, **settings)
    script = _START if with_orjson else _WITHOUT_ORJSON + _START
    return ground.start("mcdr", "-c", script, "start", *([] if server else ["--no-server-start"]))


def qq_api_config(port: int) -> dict[str, Any]:
    """qq_api's `config.yml`: one reverse WebSocket."""
    return {"config_version": 1, "connections": [{"type": "websocket_reverse", "port": port, "token": ""}]}


AT_ONCE = {
    **{"per_group": {"seconds": 0}, "per_account": {"seconds": 0}, "jitter": 0, "repeat_seconds": 0},
    **{"merge": {"lines": 1}, "keep": {"lines": 100_000}},
}
"""No pacing, no merging: the cost of each line is what is measured."""


def qq_chat_config(groups: int) -> dict[str, Any]:
    """qq_chat's `config.yml`: so many groups, whose lines leave at once, each in a message of its own."""
    return {"config_version": 1, "message_sync_groups": list(range(GROUP, GROUP + groups)), "outbox": AT_ONCE}
