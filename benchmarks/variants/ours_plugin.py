"""A small plugin that listens to qq_api, inside MCDR."""

from typing import Any

from mcdreforged.api.types import PluginServerInterface

from plugin_of_probe import add_command, on_executor
from probe import Probe

PLUGIN_METADATA = {"id": "listener", "version": "1.0.0", "name": "listener", "dependencies": {"qq_api": "*"}}


def on_load(server: PluginServerInterface, _prev_module: Any) -> None:
    """Listen as any plugin would."""
    probe = Probe()
    add_command(server, probe)
    server.register_event_listener("qq_api.on_message", probe.listen)
    qq_api = server.get_plugin_instance("qq_api")
    assert qq_api is not None
    bot = qq_api.get_bot()
    probe.can_call(
        qq_api.get_event_loop,
        lambda number: bot.send_group_msg(group_id=number, message="收到"),
        lambda number: bot.sync.send_group_msg(group_id=number, message="收到"),
        on_executor(server),
    )
