"""What of the configuration says where lines go, and which do not."""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, field_validator

from qq_api import Section
from qq_chat.config.ids import GroupId
from qq_chat.text.patterns import pattern
from qq_chat.text.template import TO_GAME_FIELDS, TO_QQ_FIELDS, Template

FromGame = Literal[
    "chat",
    "qq",
    "join",
    "first_join",
    "leave",
    "death",
    "advancement",
    "say",
    "me",
    "starting",
    "started",
    "stopping",
    "stopped",
    "crashed",
    "hanging",
]
"""What happens in the game; `qq` is the command `!!qq`."""

FromQQ = Literal["chat", "recall", "reaction", "poke", "card", "title", "join", "leave", "essence"]
"""What happens in a group."""

LIFE: tuple[FromGame, ...] = ("starting", "started", "stopping", "stopped", "crashed", "hanging")
"""How the server does."""


def _is_pattern(source: str) -> str:
    if source:
        pattern(source)
    return source


def _is_template(source: str) -> str:
    Template(source, {*TO_QQ_FIELDS, *TO_GAME_FIELDS})
    return source


Pattern = Annotated[str, AfterValidator(_is_pattern)]


class Route(Section):
    """One row of the routing table. Of those that fit a line, the first one decides.

    Attributes:
        groups: of these groups; all of ours where it is empty.
        servers: for the servers of these names; for every one where it is empty.
        events: what happened; anything where it is empty.
        direction: which way.
        stop: what fits goes nowhere.
        senders: only of these QQ numbers and players.
        not_senders: not of these.
        pattern: only what holds it (RE2).
        not_pattern: not what holds it.
        prefix: only what begins so; it is cut off.
        not_prefix: not what begins with one of these.
        template: how it is worded; as usual where it is empty.
    """

    groups: list[GroupId] = []
    servers: list[str] = []
    events: list[FromGame | FromQQ] = []
    direction: Literal["both", "to_game", "to_qq"] = "both"
    stop: bool = False
    senders: list[int | str] = []
    not_senders: list[int | str] = []
    pattern: Pattern = ""
    not_pattern: Pattern = ""
    prefix: str = ""
    not_prefix: list[str] = []
    template: Annotated[str, AfterValidator(_is_template)] = ""

    @field_validator("template")
    @classmethod
    def _names_fields_of_its_direction(cls, source: str, info: Any) -> str:
        known = {"to_game": TO_GAME_FIELDS, "to_qq": TO_QQ_FIELDS}.get(info.data.get("direction", ""))
        Template(source, known)
        return source


class BlockedFileError(Exception):
    """The file of blocked words cannot be read; says why."""


class Blocked(Section):
    """Words that are not relayed.

    Attributes:
        words: the words.
        file: a file with more, one a line; "" for none.
        action: `mask` hides them, `drop` drops the line, `recall` recalls it in QQ as well.
        mask: what hides one letter.
    """

    words: list[str] = []
    file: str = ""
    action: Literal["mask", "drop", "recall"] = "mask"
    mask: str = "*"

    def all_words(self, folder: Path) -> list[str]:
        """The words, and those of the file, which lies beside the configuration.

        Raises:
            BlockedFileError: it cannot be read.
        """
        try:
            more = (folder / self.file).read_text("utf-8-sig").splitlines() if self.file else []
        except (OSError, ValueError) as error:
            raise BlockedFileError(f"{folder / self.file}: {error}") from None
        return [*self.words, *more]
