"""The table of OneBot actions, and what is made of it."""

import ast
import asyncio
import importlib.util
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

import actions as script
from qq_api.actions import ACTIONS, IMPLEMENTATIONS, SHAPES, Action
from qq_api.bot_actions import AsyncActions, SyncActions

ROOT = Path(__file__).resolve().parent.parent
BUILT_IN = {"int", "str", "bool", "list", "None", "Any", "Payload", "Segment", "Id", "Message"}


def reference() -> dict[str, list[str]]:
    sections = (ROOT / "tests/data/onebot_actions.txt").read_text("utf-8").split("\n## ")[1:]
    return {lines[0]: lines[1:] for section in sections for lines in [section.split()]}


def listed() -> list[str]:
    return [name for section, names in reference().items() if section != "beyond" for name in names]


def has(name: str, implementation: str) -> bool:
    return ACTIONS[name].has[implementation].level != "no"


def texts(action: Action) -> list[tuple[str, str]]:
    notes = [support.note for support in action.has.values()]
    return [action.summary, *(parameter.words for parameter in action.parameters), *notes]


# -- the table


def test_no_action_of_the_reference_is_missing() -> None:
    sections = reference()
    assert {name: len(names) for name, names in sections.items() if name != "beyond"} == {
        "user": 14,
        "group": 32,
        "message": 17,
        "system": 10,
    }
    assert [name for names in sections.values() for name in names if name not in ACTIONS] == []


def test_every_name_is_in_the_table_once() -> None:
    rows = re.findall(r'^    action\(\s*"([^"]+)"', "".join(rows_as_written()), re.MULTILINE)
    assert sorted(rows) == sorted(ACTIONS)


def rows_as_written() -> list[str]:
    return [file.read_text("utf-8") for file in sorted((ROOT / "qq_api/actions").glob("*.py"))]


def test_who_has_the_listed_actions_is_counted_as_in_the_reference() -> None:
    lacking = {key: [name for name in listed() if not has(name, key)] for key in IMPLEMENTATIONS}
    assert lacking["llonebot"] == []
    assert sorted(lacking["napcat"]) == [
        "get_profile_like_me",
        "set_friend_category",
        "set_group_msg_mask",
        "unset_msg_emoji_like",
    ]
    assert len(lacking["gocqhttp"]) == 25
    assert len(lacking["standard"]) == 73 - 31


def test_the_standard_has_its_38_actions_and_the_hidden_one() -> None:
    standard = {name for name in ACTIONS if has(name, "standard")}
    assert len(standard) == 38 + 1
    assert ".handle_quick_operation" in standard


def test_everything_is_said_in_english_and_in_chinese() -> None:
    for action in ACTIONS.values():
        assert action.summary.en and action.summary.zh, action.name
        assert all(bool(en) == bool(zh) for en, zh in texts(action)), action.name
        assert not [en for en, _ in texts(action) if re.search("[一-鿿]", en.replace("频道", ""))], action.name
    for shape in SHAPES.values():
        assert shape.words.en and shape.words.zh, shape.name
        words = [field.words for field in shape.fields]
        assert all(bool(en) == bool(zh) for en, zh in words if en != "v11"), shape.name


def test_every_parameter_says_what_it_is_and_has_a_type_that_exists() -> None:
    for action in ACTIONS.values():
        assert len({parameter.name for parameter in action.parameters}) == len(action.parameters), action.name
        for parameter in action.parameters:
            assert parameter.words.en, (action.name, parameter.name)
            assert set(re.findall(r"\w+", parameter.type)) <= BUILT_IN, (action.name, parameter.name)


def test_every_shape_is_used_and_every_type_of_an_answer_exists() -> None:
    results = [action.result for action in ACTIONS.values()]
    fields = [field.type for shape in SHAPES.values() for field in shape.fields]
    used = {name for kind in results + fields for name in re.findall(r"\w+", kind)}
    assert used - BUILT_IN == set(SHAPES)


def test_every_row_names_its_source_and_somebody_who_has_it() -> None:
    for action in ACTIONS.values():
        assert re.match("(OneBot 11|LLOneBot|NapCat|go-cqhttp): .", action.source), action.name
        maker = action.source.split(":")[0]
        key = next(key for key, name in IMPLEMENTATIONS.items() if name == maker)
        assert has(action.name, key), action.name
        assert tuple(action.has) == tuple(IMPLEMENTATIONS)


def test_only_a_difference_or_a_lack_needs_a_note_and_a_difference_always() -> None:
    for action in ACTIONS.values():
        for support in action.has.values():
            assert bool(support.note.en) or support.level != "differs", action.name
            assert not support.note.en or support.level != "yes", action.name


def test_what_is_named_instead_exists() -> None:
    for action in ACTIONS.values():
        for support in action.has.values():
            if support.level == "no" and re.fullmatch("[._a-z0-9]+", support.note.en):
                assert support.note.en in ACTIONS, action.name


def test_no_action_hides_what_the_bot_itself_is() -> None:
    from qq_api import Bot

    own = {name for kind in Bot.__mro__[:3] for name in vars(kind)}
    assert own & {name for name in ACTIONS if name != "call_action"} == set()


# -- what is made of it


@pytest.mark.parametrize("file", script.made(), ids=lambda file: file.name)
def test_making_it_anew_gives_what_is_there(file: Path) -> None:
    assert file.read_text("utf-8") == script.made()[file], "run: python scripts/dev.py actions"


def test_both_pages_describe_every_action_and_every_shape_and_no_link_leads_nowhere() -> None:
    for name in ("actions.md", "actions.zh.md"):
        text = (ROOT / "docs" / name).read_text("utf-8")
        headings = re.findall("^### (.+)$", text, re.MULTILINE)
        assert headings == [*ACTIONS_BY_TOPIC, *SHAPES]
        assert set(re.findall(r"\(#([^)]+)\)", text)) <= set(anchors(text))


ACTIONS_BY_TOPIC = [
    name for topic in ("user", "group", "message", "file", "system") for name, a in ACTIONS.items() if a.topic == topic
]


def anchors(text: str) -> list[str]:
    """As GitHub makes them of headings: lower case, no dots, hyphens for spaces, a number where one came before."""
    found: list[str] = []
    for heading in re.findall("^#+ (.+)$", text, re.MULTILINE):
        slug = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        count = sum(1 for other in found if re.fullmatch(rf"{re.escape(slug)}(-\d+)?", other))
        found.append(f"{slug}-{count}" if count else slug)
    return found


def methods(class_name: str) -> dict[str, ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse((ROOT / "qq_api/bot_actions.py").read_text("utf-8"))
    checked = next(node for node in tree.body if isinstance(node, ast.If)).body
    body = next(node for node in checked if isinstance(node, ast.ClassDef) and node.name == class_name).body
    return {node.name: node for node in body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


@pytest.mark.parametrize("class_name", ["AsyncActions", "SyncActions"])
def test_every_action_that_python_can_name_is_a_method_with_all_that_it_must_say(class_name: str) -> None:
    found = methods(class_name)
    assert list(found) == [name for name in ACTIONS if name.isidentifier()]
    for name, method in found.items():
        said = " ".join((ast.get_docstring(method) or "").split())
        assert ACTIONS[name].summary.zh in said
        assert [arg.arg for arg in method.args.kwonlyargs] == [
            *(p.name for p in ACTIONS[name].parameters),
            "self_id",
            "timeout_seconds",
        ]
        assert all(f"{parameter.name} ({parameter.type}): " in said for parameter in ACTIONS[name].parameters)
        assert all(part in said for part in ("Returns: ", "Unanswered", *IMPLEMENTATIONS.values()))


def test_what_aiocqhttp_lets_one_write_is_still_let() -> None:
    spec = importlib.util.find_spec("aiocqhttp")
    assert spec is not None and spec.origin is not None
    stub = ast.parse(Path(spec.origin).with_name("api.pyi").read_text("utf-8"))
    theirs = next(node for node in stub.body if isinstance(node, ast.ClassDef) and node.name == "SyncApi").body
    ours = methods("SyncActions")
    for method in theirs:
        assert isinstance(method, ast.FunctionDef)
        if method.name != "call_action":
            names = {arg.arg for arg in ours[method.name].args.kwonlyargs}
            assert {arg.arg for arg in method.args.kwonlyargs} <= names, method.name


class Fake(AsyncActions):
    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []

    async def call_action(self, action: str, **params: Any) -> Any:
        self.calls.append((action, params))
        return {"message_id": 7}


class FakeSync(SyncActions):
    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []

    def call_action(self, action: str, **params: Any) -> Any:
        self.calls.append((action, params))
        return {"message_id": 7}


def test_a_method_sends_exactly_what_was_given() -> None:
    for name in methods("AsyncActions"):
        required = [parameter.name for parameter in ACTIONS[name].parameters if parameter.required]
        given: dict[str, Any] = {key: object() for key in [*required, "self_id", "of_tomorrow"]}
        bot, waiting = Fake(), FakeSync()
        assert asyncio.run(getattr(bot, name)(**given)) == getattr(waiting, name)(**given) == {"message_id": 7}
        assert bot.calls == waiting.calls == [(name, given)]


def test_an_action_that_nobody_listed_still_works() -> None:
    bot = FakeSync()
    bot.send_thoughts(to="everybody")
    assert bot.calls == [("send_thoughts", {"to": "everybody"})]


def test_the_types_of_answers_are_there_at_run_time_too() -> None:
    from qq_api.actions import results

    for name, shape in SHAPES.items():
        assert list(getattr(results, name).__annotations__) == [field.name for field in shape.fields]


def test_what_editors_see_costs_nothing_at_run_time() -> None:
    assert [name for kind in (AsyncActions, SyncActions) for name in vars(kind) if name in ACTIONS] == []


USE = """
    from aiocqhttp import Message, MessageSegment
    from qq_api.bot_actions import AsyncActions, SyncActions

    async def use(bot: AsyncActions, sync: SyncActions) -> None:
        sent = await bot.send_group_msg(group_id=1, message="hi")
        number: int = sent["message_id"]
        await bot.send_group_msg(group_id="1", message=[{"type": "text", "data": {"text": "hi"}}], self_id=2, new=True)
        await bot.send_private_msg(user_id=1, message=Message("hi"))
        await bot.send_private_msg(user_id=1, message=MessageSegment.text("hi"))
        cards: list[str] = [member["card"] for member in sync.get_group_member_list(group_id=1)]
        sync.set_group_ban(group_id=1, user_id=2, duration=60)
        sync.of_tomorrow(anything=1)
        await bot.send_group_msg(group_id=1)  # WRONG call-arg
        await bot.send_group_msg(1, "hi")  # WRONG misc|call-arg
        await bot.send_group_msg(group_id=1.5, message="hi")  # WRONG arg-type
        await bot.send_group_msg(group_id=1, message=3)  # WRONG arg-type
        await bot.set_group_ban(group_id=1, user_id=2, duration="long")  # WRONG arg-type
        await sync.get_login_info()  # WRONG misc
        sync.get_login_info()["nick"]  # WRONG typeddict-item
        bot.get_login_info()["nickname"]  # WRONG index
        text: str = sync.get_login_info()["user_id"]  # WRONG assignment
        sync.get_group_list()["group_id"]  # WRONG call-overload
        none = await bot.delete_msg(message_id=1)  # WRONG func-returns-value
"""


def test_mypy_accepts_right_use_and_rejects_wrong_use(tmp_path: Path) -> None:
    source = textwrap.dedent(USE).strip()
    (tmp_path / "use.py").write_text(source, "utf-8")
    command = [sys.executable, "-m", "mypy", "--config-file", "pyproject.toml", "--cache-dir", ".dev/mypy-actions"]
    command += ["--no-error-summary", "--hide-error-context", "--follow-imports=silent", str(tmp_path / "use.py")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    told = {(int(line), code) for line, code in re.findall(r"use\.py:(\d+): error: .*\[([\w-]+)\]", done.stdout)}
    assert {line for line, _ in told} == wrong_lines(source), done.stdout + done.stderr
    for number, line in enumerate(source.splitlines(), 1):
        codes = set(line.partition("# WRONG ")[2].split("|"))
        assert number not in wrong_lines(source) or codes & {code for at, code in told if at == number}, done.stdout


def wrong_lines(source: str) -> set[int]:
    return {number for number, line in enumerate(source.splitlines(), 1) if "# WRONG" in line}
