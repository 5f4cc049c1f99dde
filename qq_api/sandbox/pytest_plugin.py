"""Fixtures for tests of other plugins; `docs/testing/` shows how.

    pytest_plugins = ["qq_api.sandbox.pytest_plugin"]  # in the topmost conftest.py

Only pytest imports this: it is not needed to run the plugin.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qq_api.sandbox.testing import QQ, Mcdr


@pytest.fixture
def qq_config() -> dict[str, Any]:
    """What the make-believe QQ holds, as `sandbox.yml` has it; override it for another one.

    The bot is 10001, in group 20001 with its owner Alice (10002) and the member Bob (10003), and a friend of Alice.
    """
    endpoint = {"type": "websocket", "port": 0, "token": "secret", "heartbeat": 5}
    names = {10001: "Bot", 10002: "Alice", 10003: "Bob"}
    people = [{"user_id": user_id, "nickname": name} for user_id, name in names.items()]
    people[0]["endpoints"] = [endpoint]
    group = {"group_id": 20001, "name": "Survival", "owner": 10002, "members": [10001, 10003]}
    return {"page": {"port": 0}, "accounts": people, "friends": [[10001, 10002]], "groups": [group]}


@pytest.fixture
def qq(qq_config: dict[str, Any]) -> Iterator[QQ]:
    """A running make-believe QQ on free ports."""
    with QQ(qq_config) as running:
        yield running


@pytest.fixture
def mcdr(qq: QQ, tmp_path: Path) -> Iterator[Mcdr]:
    """MCDR with qq_api, connected to `qq`, once `mcdr.start("my_plugin.py")` was called; with a stand-in server."""
    with Mcdr(tmp_path / "mcdr", qq) as running:
        yield running
