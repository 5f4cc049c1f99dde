"""The examples of docs/modules.md do what the page says, in both languages."""

import re
from pathlib import Path

import pytest
from modules_house import ALICE, room

PAGES = Path(__file__).resolve().parents[2] / "docs"


def examples(page: str) -> dict[str, str]:
    blocks = re.findall(r"```python\n# (\w+)\.py\n(.*?)```", (PAGES / page).read_text("utf-8"), re.DOTALL)
    return dict(blocks)


@pytest.mark.parametrize(
    ("page", "thanks", "answer"), [("modules.md", "thanks", "You're welcome"), ("modules.zh.md", "谢谢", "不客气")]
)
async def test_the_examples_work(tmp_path: Path, page: str, thanks: str, answer: str) -> None:
    sources = examples(page)
    assert [*sources] == ["hello", "groups", "echo"]
    async with room(tmp_path, **sources) as here:
        assert here.told == []
        here.say("/ping")
        await here.answer("pong")
        here.say("/say this and that")
        await here.answer("this and that")
        here.say("/groups")
        await here.answer("2")
        here.say("echo on", ALICE)
        here.say("said twice")
        await here.answer("said twice")
        here.say(thanks)
        await here.answer(answer)


def test_both_pages_show_the_same_programs() -> None:
    english, chinese = (examples(page) for page in ("modules.md", "modules.zh.md"))
    words = re.compile(r'"[^"]*"')
    assert {name: words.sub("", code) for name, code in english.items()} == {
        name: words.sub("", code) for name, code in chinese.items()
    }
