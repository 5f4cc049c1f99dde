"""The owner's wishes for what players see of QQ: the section `rendering` of `config.yml`."""

from typing import Literal

from pydantic import Field

from qq_api import Section
from qq_chat.text.words import LINE_LENGTH


class Pictures(Section):
    """How pictures look in the game, and what is kept of them."""

    show: Literal["link", "chatimage", "imagepreviewer"] = "link"
    click: Literal["open", "ask"] = "open"
    thumbnails: bool = False
    most_mb: int = Field(default=8, ge=1, le=64)
    keep_mb: int = Field(default=0, ge=0, le=10_000)
    keep_most: int = Field(default=2000, ge=1, le=100_000)
    keep_days: int = Field(default=7, ge=1, le=365)


class QQNotices(Section):
    """Which events in QQ are told in the game."""

    recall: bool = True
    reaction: bool = False
    poke: bool = False
    card: bool = False
    title: bool = False
    join: bool = True
    leave: bool = True
    essence: bool = True


class Rendering(Section):
    """What players see of QQ."""

    longest: int = Field(default=LINE_LENGTH, ge=20, le=LINE_LENGTH)
    quote: int = Field(default=20, ge=0, le=200)
    click_to_answer: bool = True
    clickable_links: bool = True
    pictures: Pictures = Pictures()
    notices: QQNotices = QQNotices()
