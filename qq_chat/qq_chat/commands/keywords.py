"""Answers to words that somebody says."""

from collections.abc import Callable
from pathlib import Path

from qq_api import MessageEvent, Segment, image, text
from qq_chat.commands.answers import Answers
from qq_chat.commands.cooldown import Cooldowns
from qq_chat.commands.feature import Feature
from qq_chat.config.automation import Keyword
from qq_chat.relay.common import Common
from qq_chat.text.patterns import pattern
from qq_chat.text.template import Template


class Keywords(Feature):
    """Listens for words.

    Args:
        common: the relay.
        answers: says what is answered.
    """

    def __init__(self, common: Common, answers: Answers) -> None:
        self._common, self._answers = common, answers
        self._folder = Path(common.server.get_data_folder())
        self._known = [(one, _finds(one)) for one in common.config.keywords]
        self._cooldowns = Cooldowns(per_minute=1000)

    def said(self, event: MessageEvent) -> None:
        """A member said something that is no command."""
        words = event.content.strip()
        for number, (keyword, finds) in enumerate(self._known):
            if finds(words) and (not keyword.groups or event["group_id"] in keyword.groups):
                if not self._cooldowns.wait(str(number), event["group_id"], keyword.cooldown):
                    self._answers.give(event, self._answer(event, keyword))
                return

    def _answer(self, event: MessageEvent, keyword: Keyword) -> list[Segment]:
        values = {**self._common.always(), "qq": str(event["user_id"])}
        values["player"] = self._common.bindings.player_of(event["user_id"]) or ""
        words = Template(keyword.answer).fill(values)
        picture = self._folder / keyword.picture
        shown = [image(picture)] if keyword.picture and picture.is_file() else []
        return [*([text(words)] if words else []), *shown]


def _finds(keyword: Keyword) -> Callable[[str], bool]:
    if keyword.match == "pattern":
        searches = [pattern(word) for word in keyword.words]
        return lambda words: any(search(words) for search in searches)
    wanted = [word.lower() for word in keyword.words if word]
    if keyword.match == "equal":
        return lambda words: words.lower() in wanted
    return lambda words: any(word in words.lower() for word in wanted)
