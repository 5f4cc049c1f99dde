"""What becomes of GUGUBot 2's configuration, key words and banned words (its keys: LoosePrince/PF-GUGUBot)."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from qq_chat.config.carried import Carried, many, numbers
from qq_chat.config.server import DENIED
from qq_chat.text.patterns import pattern

EXAMPLE_GROUPS = {12345615646416}
PACKAGED_ADMINS = {1377820366}
"""What GUGUBot's own default file holds: whoever only added a line below made a stranger an admin."""

_BEGINNING = re.compile(r"[^\\.*+?\[\](){}|^$]+\.\*")  # "!!.*"

SAME: tuple[tuple[str, str, Callable[[Any], Any] | None], ...] = (
    ("GUGUBot.command_prefix", "command_prefix", many),
    ("connector.minecraft.source_name", "server_name", str),
    ("connector.minecraft.mc_achievement", "game.advancement.enabled", None),
    ("connector.minecraft.mc_death", "game.death.enabled", None),
    ("connector.minecraft.player_join_notice", "game.join.enabled", None),
    ("connector.minecraft.player_join_notice", "game.first_join.enabled", None),
    ("connector.minecraft.player_left_notice", "game.leave.enabled", None),
    ("connector.minecraft.server_start_notice", "game.started.enabled", None),
    ("connector.minecraft.server_stop_notice", "game.stopped.enabled", None),
    ("connector.QQ.others.change_group_card", "community.newcomers.card", None),
    ("system.bound.enable", "commands.bound", None),
    ("system.bound.max_java_bound", "binding.java.limit", None),
    ("system.bound.max_bedrock_bound", "binding.bedrock.limit", None),
    ("system.bound.whitelist_add_with_bound", "community.whitelist.with_binding", None),
    ("system.bound.whitelist_remove_with_leave", "community.leaving.enabled", None),
    ("system.inactive_check.inactive_days", "community.inactive_days", None),
    ("system.execute.enable", "commands.command", None),
    ("system.whitelist.enable", "commands.whitelist", None),
    ("system.list.enable", "commands.list", None),
    ("system.cross_broadcast.enable", "commands.mc", None),
    ("system.cross_broadcast.enable", "commands.qq", None),
)
"""Settings that mean the same here."""


def carried(
    old: Mapping[str, Any],
    key_words: Mapping[str, Any],
    ban_words: Mapping[str, Any],
    groups_of_players: tuple[str, str],
    wrong: Callable[[Mapping[str, Any]], str | None],
) -> Carried:
    """What becomes of GUGUBot's configuration.

    Args:
        old: its `config.yml`.
        key_words: its `system/key_words.json`: what is said, and the segments of the answer.
        ban_words: its `system/ban_words.json`: the words, and why.
        groups_of_players: what players and fake players are called in `/list`.
        wrong: as for `Carried`.
    """
    one = Carried(old, wrong)
    _connection(one)
    listening = _groups(one)
    for place, to, change in SAME:
        one.carry(place, to, change)
    _pictures(one)
    _names(one)
    _fake_players(one, groups_of_players)
    _routes(one, listening)
    _denied(one)
    _words(one, key_words, ban_words)
    _rights(one)
    _advice(one)
    return one


def is_of_2(old: Mapping[str, Any]) -> bool:
    """Whether it is a file of GUGUBot 2; GUGUBot 1 had all its keys side by side."""
    return isinstance(old.get("GUGUBot"), Mapping) and isinstance(old.get("connector"), Mapping)


def _connection(one: Carried) -> None:
    """qq_api holds the connection; its owner types it there. The token stays where it is."""
    place = "connector.QQ.connection"
    host, port = one.read(f"{place}.host") or "127.0.0.1", one.read(f"{place}.port") or 8080
    scheme = "wss" if one.read(f"{place}.use_ssl") else "ws"
    path = str(one.read(f"{place}.post_path") or "").lstrip("/")
    token = "carried.with_token" if one.read(f"{place}.token") else "carried.without_token"
    one.note(token, url=f"{scheme}://{host}:{port}/{path}")


def _numbers(one: Carried, place: str, not_these: set[int]) -> list[int]:
    try:
        return numbers(place, one.read(place), not_these)
    except ValueError as error:
        one.note("carried.wrong", place=place, reason=error)
        return []


def _groups(one: Carried) -> tuple[list[int], list[int]]:
    """The groups whose chat players see, and those that see the players'."""
    place = "connector.QQ.permissions"
    heard = _numbers(one, f"{place}.group_ids", EXAMPLE_GROUPS)
    told = _numbers(one, f"{place}.forward_group_ids", EXAMPLE_GROUPS) or heard
    chats = one.read("system.echo.enable") is not False
    if every := [*dict.fromkeys([*heard, *told])]:
        one.put(f"{place}.group_ids", "message_sync_groups" if chats else "main_group", every)
    notified = _numbers(one, f"{place}.notice_forward_groups", EXAMPLE_GROUPS)
    for event in ("join", "first_join", "leave", "started", "stopped") if notified else ():
        one.put(f"{place}.notice_forward_groups", f"game.{event}.groups", notified)
    return heard, told


def _pictures(one: Carried) -> None:
    for key, show in (("image_previewer", "imagepreviewer"), ("chat_image", "chatimage")):
        if one.read(f"connector.minecraft.{key}") is True:
            one.put(f"connector.minecraft.{key}", "rendering.pictures.show", show)


def _names(one: Carried) -> None:
    """A pattern that begins to fit was enough; here it is the whole name."""
    place = "system.bound.player_name_pattern"
    one.carry(place, "binding.java.pattern", lambda old: old if str(old).endswith("$") else f"(?:{old}).*")
    if ignored := _numbers(one, "system.bound_notice.exclude_ids", set()):
        one.put("system.bound_notice.exclude_ids", "ignored_accounts", ignored)


def _patterns(one: Carried, place: str) -> list[str]:
    """Those that are some; the others are told."""
    found = []
    for source in map(str, many(one.read(place) or [])):
        try:
            pattern(source)
        except ValueError as error:
            one.note("carried.wrong", place=place, reason=error)
        else:
            found.append(source)
    return found


def _fake_players(one: Carried, names: tuple[str, str]) -> None:
    place = "connector.minecraft"
    patterns = _patterns(one, f"{place}.bot_names_pattern")
    notices = [one.read(f"{place}.{key}") for key in ("bot_join_notice", "bot_left_notice")]
    if not patterns:
        return
    fake = "(?i:" + "|".join(f"(?:{one})" for one in patterns) + ")"
    one.put(f"{place}.bot_names_pattern", "player_list_regex", {names[0]: f"(?!{fake})", names[1]: fake})
    if notices == [False, False]:
        one.put(f"{place}.bot_join_notice", "game.silent.fake", [f"(?i:(?:{source}).*)" for source in patterns])


def _routes(one: Carried, listening: tuple[list[int], list[int]]) -> None:
    heard, told = listening
    deaf, mute = [group for group in heard if group not in told], [group for group in told if group not in heard]
    rows: list[dict[str, Any]] = []
    if deaf:
        rows.append({"groups": deaf, "direction": "to_qq", "stop": True})
    if mute:
        rows.append({"groups": mute, "direction": "to_game", "stop": True})
    if rows:
        one.put("connector.QQ.permissions.forward_group_ids", "routes", rows)
    place = "connector.minecraft.ignore_mc_command_patterns"
    patterns = _patterns(one, place)
    beginnings = [
        source.removesuffix(".*") for source in patterns if re.fullmatch(r"[^\\.*+?\[\](){}|^$]+\.\*", source)
    ]
    if beginnings:
        one.put(place, "game.commands", list(dict.fromkeys(["!!", *beginnings])))
    others = [f"(?:{source})" for source in patterns if not _BEGINNING.fullmatch(source)]
    if others and told:
        unwanted = "^(?:" + "|".join(others) + ")"
        row = {"groups": told, "direction": "to_qq", "events": ["chat"], "not_pattern": unwanted}
        one.put(place, "routes", [*rows, row])


def _denied(one: Carried) -> None:
    """`.*?give.*?` -> `give`; a pattern that is no command's beginning cannot be had."""
    place, denied = "system.execute.ignore_execute_command_patterns", []
    for source in map(str, many(one.read(place) or [])):
        words = re.sub(r"^\^?(?:\.\*\??)?/?|(?:\.\*\??)?\$?$", "", source).strip()
        if re.fullmatch(r"[\w:-]+(?: [\w:-]+)*", words):
            denied.append(words)
        else:
            one.note("carried.not_denied", True, pattern=source)
    if denied:
        one.put(place, "server_commands.deny", list(dict.fromkeys([*DENIED, *denied])))


def _words(one: Carried, key_words: Mapping[str, Any], ban_words: Mapping[str, Any]) -> None:
    answers = {word: _answer(said) for word, said in key_words.items() if word}
    rows = [{"words": [word], "match": "equal", "answer": words} for word, words in answers.items() if words]
    if one.read("system.key_words.enable") is not False and rows:
        one.put("key_words.json", "keywords", rows)
    if pictures := [word for word, words in answers.items() if not words]:
        one.note("carried.key_words", words=", ".join(pictures))
    if one.read("system.ban_words.enable") is True and ban_words:
        one.put("ban_words.json", "blocked", {"words": [*map(str, ban_words)], "action": "drop"})


def _answer(segments: Any) -> str:
    """The words of an answer, as a template; empty where it is more than words."""
    words: Iterable[Any] = [{"type": "text", "data": {"text": segments}}] if isinstance(segments, str) else segments
    if not isinstance(words, list) or not all(isinstance(one, Mapping) and one.get("type") == "text" for one in words):
        return ""
    whole = "".join(str((one.get("data") or {}).get("text", "")) for one in words)
    return whole.replace("{", "{{").replace("}", "}}")


def _rights(one: Carried) -> None:
    place = "connector.QQ.permissions"
    admins = _numbers(one, f"{place}.admin_ids", PACKAGED_ADMINS)
    if admins and one.put(f"{place}.admin_ids", "admins", admins):
        one.note("carried.admins", True, admins=", ".join(map(str, admins)))
    for stranger in {*_numbers(one, f"{place}.admin_ids", set())} & PACKAGED_ADMINS:
        one.note("carried.packaged_admin", True, user=stranger)
    staff = _numbers(one, f"{place}.admin_group_ids", set())
    if staff:
        one.put(f"{place}.admin_group_ids", "manage_groups", staff)
    could = "/command, /whitelist, /bound" if one.read("system.execute.enable") is True else "/whitelist, /bound"
    shown = ", ".join(map(str, admins)) or "-"
    for group in staff:
        one.note("carried.group_rights", True, place="admin_group_ids", group=group, commands=could, admins=shown)
    if one.read(f"{place}.friend_is_admin") is True:
        one.note("carried.friends", True, admins=shown)


def _advice(one: Carried) -> None:
    off = [to for _, to, _ in SAME if to.startswith("commands.") and one.tree.get("commands", {}).get(to[9:]) is False]
    if off:
        one.note("carried.off", settings=", ".join(off))
    if one.read("connector.minecraft_bridge.is_main_server") is False:
        one.note("carried.bridge")
    names = one.read("connector.QQ.permissions.custom_group_name")
    if isinstance(names, Mapping):
        one.note("carried.group_names", groups=", ".join(map(str, names)))
    one.note("carried.both")
    one.note("carried.proof")
