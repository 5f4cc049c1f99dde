"""What the pages for owners say is true: the table of commands, and the five lines."""

import os
import re
from pathlib import Path

import pytest
from everything import Everything

from qq_api import Texts, load_config
from qq_chat.commands.registry import Registry
from qq_chat.config import Config
from support import DATA

FOLDER = DATA.parents[1] / "qq_chat"
PAGES = {"en_us": "README.md", "zh_cn": "README.zh.md"}
LEVELS = {
    "en_us": {level: level for level in ("everyone", "bound", "helper", "admin", "owner")},
    "zh_cn": {"everyone": "所有人", "bound": "已绑定", "helper": "协管", "admin": "管理员", "owner": "腐竹"},
}
HEADS = {
    "en_us": "| typed | who | what it does |\n|---|---|---|",
    "zh_cn": "| 命令 | 权限 | 作用 |\n|---|---|---|",
}
TABLE = re.compile(r"(?s)(?<=<!-- commands -->\n).*?(?=<!-- /commands -->)")


@pytest.mark.parametrize("language", PAGES)
async def test_the_table_holds_every_command_with_its_level(tmp_path: Path, language: str) -> None:
    server = Everything(tmp_path, votes={"enabled": True}, command_settings={})
    texts = Texts.load("qq_chat", language)
    registry = Registry(server.in_qq._registry.commands, {}, "/", texts)
    rows = [HEADS[language]]
    for command in registry.commands:
        usage, about = registry.usage(command).replace("|", "\\|"), texts(f"help.{command.key}")
        rows.append(f"| `{usage}` | {LEVELS[language][command.level.key]} | {about} |")
    server.close()
    page, table = FOLDER / PAGES[language], "\n".join(rows) + "\n"
    if "REDRAW" in os.environ:
        page.write_text(TABLE.sub(lambda _: table, page.read_text("utf-8")), "utf-8")
    (found,) = TABLE.findall(page.read_text("utf-8"))
    assert found == table


@pytest.mark.parametrize("page", PAGES.values())
def test_the_five_lines_are_a_configuration(tmp_path: Path, page: str) -> None:
    (example,) = re.findall(r"(?s)```yaml\n(.*?)```", (FOLDER / page).read_text("utf-8"))
    (tmp_path / "config.yml").write_text(example, "utf-8")
    config = load_config(tmp_path / "config.yml", Config, "en_us")
    assert (config.message_sync_groups, config.admins) == ([123456789], [10001])
    assert config.community.whitelist.with_binding
    assert not config.commands.mcdr
    assert not config.votes.enabled
