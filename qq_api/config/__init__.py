"""Configuration: typed sections that check themselves, in a commented YAML file."""

from qq_api.config.file import load_config, save_config, update_config
from qq_api.config.obtain import obtain_config
from qq_api.config.section import Migration, Section
from qq_api.config.sections import Config, Connection, ForwardWebSocket, Http, Notify, NotifyEvents, ReverseWebSocket

__all__ = [
    "Config",
    "Connection",
    "ForwardWebSocket",
    "Http",
    "Migration",
    "Notify",
    "NotifyEvents",
    "ReverseWebSocket",
    "Section",
    "load_config",
    "obtain_config",
    "save_config",
    "update_config",
]
