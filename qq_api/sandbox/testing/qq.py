"""The sandbox for tests that do not `await`: it runs on a thread of its own."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from qq_api.loop import LoopThread
from qq_api.onebot.peers import Faults
from qq_api.sandbox.python import Conversation, Done, Sandbox

T = TypeVar("T")

STOP_SECONDS = 15.0
"""How long the sandbox may take to end."""


@dataclass(frozen=True)
class Place:
    """A group, or what is said to one account."""

    _qq: "QQ"
    _conversation: Conversation

    def say(self, user_id: int, said: Any) -> int:
        """Somebody says something here; returns the message's number.

        Args:
            user_id: who.
            said: plain text, or segments.

        Raises:
            Refused: they cannot.
        """
        return self._qq.run(self._conversation.say(user_id, said))


class QQ:
    """A running sandbox, for `with`.

        with QQ(config) as qq:
            qq.group(20001).say(10003, "hi")
            assert qq.next_action("send_group_msg").params["message"] == "hello"

    Args:
        config: as the file `sandbox.yml` holds it.

    Attributes:
        sandbox: the sandbox itself; it lives on another thread, so change it by `change` and `run` only.
    """

    def __init__(self, config: Mapping[str, Any]) -> None:
        self._thread: LoopThread[Sandbox] = LoopThread("QQ sandbox", lambda: Sandbox(config))
        self.sandbox: Sandbox

    def __enter__(self) -> "QQ":
        self.sandbox = self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.stop(STOP_SECONDS)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """What a coroutine returns that runs beside the sandbox."""
        return asyncio.run_coroutine_threadsafe(work, self._thread.loop).result()

    def change(self, change: Callable[[Sandbox], T]) -> T:
        """What a function returns that is called with the sandbox, on its thread: `change(lambda qq: qq.world.…)`."""

        async def call() -> T:
            return change(self.sandbox)

        return self.run(call())

    def group(self, group_id: int) -> Place:
        """A group, to say something there.

        Raises:
            Refused: there is none.
        """
        return Place(self, self.change(lambda qq: qq.group(group_id)))

    def private(self, self_id: int) -> Place:
        """What is said to an account in private.

        Raises:
            Refused: there is nobody of this number.
        """
        return Place(self, self.change(lambda qq: qq.private(self_id)))

    def connected(self, self_id: int, timeout: float = 30) -> None:
        """Wait until a bot is there for an account.

        Raises:
            TimeoutError: none came within so many seconds.
        """
        self.run(self.sandbox.connected(self_id, timeout))

    def next_action(self, action: str = "", timeout: float = 30) -> Done:
        """The next action that the bot called and that was not given yet: `action`, `params`, `answer`, `self_id`.

        Args:
            action: of this name only; others stay for later.
            timeout: seconds to wait.

        Raises:
            TimeoutError: none came; says which did.
        """
        return self.run(self.sandbox.next_action(action, timeout))

    def faults(self, endpoint: int = 0) -> Faults:
        """What goes wrong on purpose: `qq.faults().fail_delivered = True`; what happens once by `qq.change`."""
        return self.sandbox.endpoints[endpoint].faults
