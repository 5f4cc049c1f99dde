"""The sandbox's page: make-believe QQ on the left, the game's chat and what passes between QQ and bots on the right."""

from qq_api.sandbox.page_server.assets import names
from qq_api.sandbox.page_server.lines import Lines
from qq_api.sandbox.page_server.page import BACKLOG, Page

__all__ = ["BACKLOG", "Lines", "Page", "names"]
