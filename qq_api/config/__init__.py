"""Configuration: typed sections that check themselves, in a commented YAML file."""

from qq_api.config.file import load_config, save_config, update_config
from qq_api.config.obtain import obtain_config
from qq_api.config.section import Migration, Section
from qq_api.config.sections import (
    Broker,
    BrokerAddress,
    Config,
    Connection,
    ForwardWebSocket,
    Http,
    Mirai,
    Notify,
    NotifyEvents,
    Official,
    ReverseWebSocket,
)

__all__ = [
    "Broker",
    "BrokerAddress",
    "Config",
    "Connection",
    "ForwardWebSocket",
    "Http",
    "Migration",
    "Mirai",
    "Notify",
    "NotifyEvents",
    "Official",
    "ReverseWebSocket",
    "Section",
    "load_config",
    "obtain_config",
    "save_config",
    "update_config",
]
