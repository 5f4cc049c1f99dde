"""mirai-api-ws over WebSocket, for scripts that were written for it: only the import changes.

from qq_api.mirai.websocket_client import ws

bot = ws("127.0.0.1:8080", "INITKEY…", 10001)
print(bot.connect()["msg"])
bot.sendGroupMessage(20001, [{"type": "Plain", "text": "hi"}])
while True:
    print(bot.get())  # events (syncId -1) and answers (the number of their call) as they come
"""

from pathlib import Path

from qq_api.mirai.errors import MiraiError
from qq_api.mirai.old_life import OldLife
from qq_api.types import Payload


class ws(OldLife):  # noqa: N801  (the old name)
    """An account of mirai by WebSocket: calls only ask, and `get` brings their answers among the events.

    An answer is known by its `syncId`, which is the same for all calls of one name: 11 for `sendGroupMessage`. Inside
    each has a number of its own, so that answers never mix.
    """

    mode = "websocket"

    def command(self, passch: int, cmd: str, content: Payload | None = None, subcmd: str = "") -> Payload:
        """Ask for any command; `id` 1 when it was not sent. Parameters as for `OldNames.command`."""
        if self._mirai is None or not self._mirai.is_connected:
            return self._failed(self._not_connected())
        self._on_loop(self._answered(passch, cmd, content, subcmd))
        return {"id": 0, "msg": "", "data": None}

    async def _answered(self, passch: int, cmd: str, content: Payload | None, subcmd: str) -> Payload:
        try:
            answer = await self._life().ask(cmd, content, subcmd)
            state, words = _judged(answer) if passch == 1 else (0, "Event return")
        except MiraiError as error:
            answer, state, words = {"code": error.code, "msg": error.words}, 1, error.words
        self._put({"id": state, "msg": words, "data": {"syncId": str(passch), "data": answer}})
        return answer

    def file_upload(self, group_id: int, file_path: str, file_name: str | Path) -> Payload:
        """Put a file among those of a group; returns when it is there. Parameters as for `OldNames.file_upload`."""
        try:
            answer = self._upload(group_id, file_path, file_name)
        except MiraiError as error:
            return self._failed(error)
        return {"id": 0, "msg": "success", "data": answer}

    def _failed(self, error: MiraiError) -> Payload:
        return {"id": 1, "msg": error.words, "data": None}

    def _event(self, packet: Payload) -> None:
        self._put({"id": 0, "msg": "Received the news", "data": {"syncId": "-1", "data": packet}})


def _judged(answer: Payload) -> tuple[int, str]:
    """How the answer to a send is told that a script numbered 1."""
    if answer.get("code") != 0:
        return 1, "Sent failed"
    return (1, "Wrong message id") if answer.get("messageId") == -1 else (0, "Sent successfully")
