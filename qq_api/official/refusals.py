"""What we refuse ourselves, before anything leaves: a clear sentence, and one of OneBot's own retcodes."""

from typing import Any

from qq_api.errors import ActionFailed, QQError
from qq_api.texts import Texts

BAD_PARAMETER, MALFORMED, UNSUPPORTED = 100, 1400, 1404


class Refusal(QQError):
    """An action that cannot be done.

    Args:
        key: of its words, as `official_send.empty`.
        retcode: 100 for a wrong parameter, 1404 for what the platform does not have.
        **values: what the words speak of.
    """

    def __init__(self, key: str, retcode: int = BAD_PARAMETER, **values: Any) -> None:
        super().__init__(key, values)
        self.key, self.retcode, self.values = key, retcode, values

    def failed(self, texts: Texts) -> ActionFailed:
        """The same as OneBot says it."""
        wording = texts(self.key, **self.values)
        answer = {"status": "failed", "retcode": self.retcode, "data": None, "message": wording, "wording": wording}
        # a group is known as soon as somebody speaks there: what is said before may wait for that
        return ActionFailed({**answer, **({"later": True} if self.key == "official_send.no_group" else {})})
