"""mirai-api-ws over HTTP, for scripts that were written for it: only the import changes.

from qq_api.mirai.http_client import ws

bot = ws("127.0.0.1:8080", "INITKEY…", 10001)
print(bot.connect()["msg"])
print(bot.sendGroupMessage(20001, [{"type": "Plain", "text": "hi"}])["messageId"])
while True:
    print(bot.get()["data"]["type"])
"""

from pathlib import Path

from qq_api.mirai.errors import MiraiError
from qq_api.mirai.old_life import OldLife
from qq_api.types import Payload


class ws(OldLife):  # noqa: N801  (the old name)
    """An account of mirai by HTTP: a call returns the server's answer, `{"code": 0, "msg": "success", …}`.

    Every call raises `NotConnected` when it was not sent, and `NoAnswer` when it may have been carried out.
    """

    mode = "http"

    def command(self, passch: int, cmd: str, content: Payload | None = None, subcmd: str = "") -> Payload:
        """The answer to any command, as it came. Parameters as for `OldNames.command`."""
        del passch  # nothing has to be told apart here
        return self._wait(self._life().ask(cmd, content, subcmd))

    def command_post(self, cmd: str, content: Payload | None = None) -> Payload:
        """The answer to a POST, as `file/rename`."""
        return self.command(0, cmd.replace("/", "_"), content, "post")

    def command_get(self, cmd: str, content: Payload | None = None) -> Payload:
        """The answer to a GET, as `file/list`."""
        return self.command(0, cmd.replace("/", "_"), content, "get")

    def file_upload(self, group_id: int, file_path: str, file_name: str | Path) -> Payload:
        """Put a file among those of a group. Parameters as for `OldNames.file_upload`."""
        return self._upload(group_id, file_path, file_name)

    def _failed(self, error: MiraiError) -> Payload:
        return {"code": error.code, "msg": error.words}

    def _event(self, packet: Payload) -> None:
        self._put({"id": 0, "msg": "Received the new message", "data": packet})
