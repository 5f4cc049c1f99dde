"""Bindings out of files and into files: `/bound import`, `!!qqchat import` and `!!qqchat export`."""

from collections.abc import Sequence
from pathlib import Path

from mcdreforged.api.command import AbstractNode, CommandContext, GreedyText, Literal
from mcdreforged.api.types import CommandSource

from qq_chat.commands.asked import Asked, Command
from qq_chat.commands.binding.common import Who
from qq_chat.commands.feature import Feature
from qq_chat.people.exports import as_csv, as_json
from qq_chat.people.imports import Unreadable, bring_in
from qq_chat.people.rights import Level

MOST_REASONS = 10
"""So many rows that were left out are named; the log names all."""


class BindingFiles(Feature):
    """Import and export.

    Args:
        who: who is who.
    """

    def __init__(self, who: Who) -> None:
        self._common, self._texts = who.common, who.common.texts
        self._folder = Path(who.common.server.get_data_folder())
        there = self.usual()
        if there and not self._common.bindings.everybody():
            names = ", ".join(map(str, there))
            command = self._common.config.typed("bound import")
            self._common.server.logger.info(self._texts("bound.to_import", files=names, command=command))

    def commands(self) -> Sequence[Command]:
        """In QQ, only the files where they always were."""
        on = self._common.config.commands.bound
        return [Command("bound import", self._import_usual, Level.ADMIN, aliases=("绑定 导入", "绑定导入"), enabled=on)]

    def owner_nodes(self) -> Sequence[AbstractNode]:
        """Any file, and the way out."""
        return [
            Literal("import").then(GreedyText("file").runs(self._import)),
            Literal("export").runs(self._export),
        ]

    def usual(self) -> list[Path]:
        """Where QQChat and GUGUBot 2 kept theirs, as far as they are there."""
        gugubot = self._folder.parent / "gugubot" / "system"
        every = (self._folder / "data.json", gugubot / "players.yml", gugubot / "players.json")
        return [path for path in every if path.is_file()]

    def _import_usual(self, _asked: Asked) -> str:
        return "\n".join(map(self._bring_in, self.usual())) or self._texts("bound.no_files")

    def _import(self, source: CommandSource, context: CommandContext) -> None:
        path = self._folder / context["file"].strip().strip('"')
        if not source.is_console and path.resolve().parent != self._folder.resolve():
            source.reply(self._texts("bound.console_only", folder=self._folder))  # no player looks into other files
        else:
            source.reply(self._bring_in(path))

    def _bring_in(self, path: Path) -> str:
        try:
            done = bring_in(self._common.bindings, path, self._common.config.binding.bedrock.prefix)
        except Unreadable as error:
            return self._texts("bound.unreadable", file=path.name, reason=error)
        reasons = done.reasons(self._texts)
        for reason in reasons:
            self._common.server.logger.warning("%s: %s", path.name, reason)
        return "\n".join([done.words(self._texts, path.name), *reasons[:MOST_REASONS]])

    def _export(self, source: CommandSource) -> None:
        every = self._common.bindings.everybody()
        kinds = {".json": (as_json, "utf-8"), ".csv": (as_csv, "utf-8-sig")}  # Excel knows UTF-8 by its first bytes
        for suffix, (written, encoding) in kinds.items():
            path = self._folder / f"bindings{suffix}"
            new = path.with_name(f"{path.name}.new")
            try:
                new.write_text(written(every), encoding, newline="")
                new.replace(path)
            except OSError as error:
                source.reply(self._texts("bound.not_exported", file=path, reason=error.strerror))
            else:
                source.reply(self._texts("bound.exported", file=path, count=len(every)))
