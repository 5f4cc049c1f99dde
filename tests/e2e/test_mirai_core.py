"""What qq_chat promises on OneBot it keeps over mirai: the same tests, by another way to QQ.

They are among the long ones. Left out is the unload that frees our port: over mirai we listen nowhere.
"""

import inspect
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import test_chat_crosses
from test_official_core import ALL, HOMES

import mcdr

MORE = (
    # not by polling: mirai-api-http itself drops what is more than a hundred between two fetches
    "two_thousand_lines_at_once_cross_either_way_once_and_in_order",
    "hostile_text_from_the_game_is_only_a_text_segment",
)
BOTH = [
    pytest.param(*one.values, over, id=f"{one.id}-{over}")
    for over in ("mirai", "mirai_http")
    for one in ALL
    if "no_port" not in str(one.id)
]
WEBSOCKET = [pytest.param(test_chat_crosses, f"test_{name}", "mirai", id=f"{name}-mirai") for name in MORE]


@pytest.mark.faults
@pytest.mark.parametrize(("module", "name", "over"), [*BOTH, *WEBSOCKET])
async def test_over_mirai(
    module: ModuleType, name: str, over: str, tmp_path: Path, packed: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    here: Any = partial(mcdr.house, over=over)
    monkeypatch.setattr(module, "house", here)
    test = getattr(module, name)
    if "home" not in inspect.signature(test).parameters:
        await test(tmp_path, packed)
        return
    async with here(tmp_path, packed, **HOMES.get(module, {})) as home:
        await test(home)
