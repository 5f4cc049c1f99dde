"""The `config.json` of QQChat 1, 2 and 3, as layout 0 (its keys: AnzhiZhang/MCDReforgedPlugins). Computes only."""

import re
from collections.abc import Mapping
from typing import Any

from qq_chat.config.carried import Carried, many, numbers
from qq_chat.config.commands import Commands
from qq_chat.text.template import Template

# What QQChat's own default file held; nobody's real groups.
EXAMPLES = {123456, *range(1234563, 1234569)}


def to_1(old: dict[str, Any]) -> dict[str, Any]:
    """The settings that an old file asks for.

    Raises:
        ValueError: groups or admins that are no numbers, or commands that are no switches.
    """
    return carried(old).tree


def carried(old: Mapping[str, Any]) -> Carried:
    """What becomes of an old file, setting by setting.

    Raises:
        ValueError: as for `to_1`.
    """
    one = Carried(old)
    _groups(one)
    _first_layout(one)
    one.carry("server_name", "server_name")
    one.carry("command_prefix", "command_prefix", many)
    one.carry("player_list_regex", "player_list_regex")
    _commands(one)
    if one.carry("multi_server", "multi_server.enabled", _is_on):
        one.note("carried.multi_server")
    _whitelist(one)
    if one.read("force_bound") is not None:
        one.note("carried.force_bound")
    _rights(one)
    one.note("carried.proof")
    return one


def _is_on(value: Any) -> bool:
    """As QQChat read its switches: nothing else was on."""
    return value is True


def _groups(one: Carried) -> None:
    for key in ("message_sync_groups", "main_group", "manage_groups", "admins"):
        value = one.read(key)
        found = numbers(key, value, EXAMPLES)
        if found:
            one.put(key, key, found)
        if examples := {*numbers(key, value, set())} - {*found}:
            one.note("carried.examples", place=key, numbers=", ".join(map(str, sorted(examples))))


def _first_layout(one: Carried) -> None:
    """QQChat 1 had one list of groups, and a switch for each way of the chat."""
    groups = numbers("groups", one.read("groups"), EXAMPLES)
    ways = {"to_qq": "forwards.mc_to_qq", "to_game": "forwards.qq_to_mc"}
    off = [way for way, place in ways.items() if one.read(place) is False]
    if not groups:
        return
    to = "main_group" if len(off) == 2 else "message_sync_groups"  # without chat they have commands
    one.put("groups", to, [*one.tree.get(to, []), *groups])
    if len(off) == 1:
        one.put(ways[off[0]], "routes", [{"groups": groups, "direction": off[0], "events": ["chat"], "stop": True}])


def _commands(one: Carried) -> None:
    switches = one.read("commands")
    if switches is None:
        return
    if not isinstance(switches, Mapping):
        raise ValueError(f"commands: switches were expected, found {switches!r}")
    known = {key: _is_on(value) for key, value in switches.items() if key in Commands.model_fields}
    one.put("commands", "commands", known)
    if unknown := [key for key in switches if key not in known]:
        one.note("carried.unknown_commands", names=", ".join(map(str, unknown)))
    if known.get("mcdr"):
        one.note("carried.mcdr")


def _whitelist(one: Carried) -> None:
    follows = one.carry("whitelist_add_with_bound", "community.whitelist.with_binding", _is_on)
    template = one.read("whitelist_add_cmd_template")
    command = add_command(template) if isinstance(template, str) else None
    if command is not None:
        one.put("whitelist_add_cmd_template", "community.whitelist.add", command)
        if command != "whitelist add {player}":
            one.note("carried.remove", command=command)
    elif template is not None:
        one.note("carried.template", template=repr(template))
    leaves = one.carry("whitelist_remove_with_leave", "community.leaving.enabled", _is_on)
    if leaves:
        one.note("carried.grace" if follows else "carried.leaving")


def add_command(template: str) -> str | None:
    """The command of an old template; None where it is none that one player's name fits into.

    >>> add_command("/whitelist add {}"), add_command("stop"), add_command("a {}\\nstop")
    ('whitelist add {player}', None, None)
    """
    command = re.sub(r"\{0?\}", "{player}", template.strip().removeprefix("/"))
    try:
        Template(command, ("player",))
    except ValueError:
        return None
    return command if "{player}" in command and command.isprintable() else None


def _rights(one: Carried) -> None:
    """QQChat took everybody in some groups for an admin. Nobody is by being in a group here."""
    open_to_all = one.read("sync_group_only_admin") in (None, True)  # on unless switched off
    switches: Mapping[str, Any] = one.tree.get("commands", {})
    could = [f"/{name}" for name, usual in (("command", True), ("mcdr", False)) if switches.get(name, usual)]
    admins = ", ".join(map(str, one.tree.get("admins", []))) or "-"
    old = {"manage_groups": one.tree.get("manage_groups", [])}
    if open_to_all and one.read("message_sync_groups") is not None:
        old["sync_group_only_admin"] = numbers("", one.read("message_sync_groups"), EXAMPLES)
    for place, groups in old.items():
        for group in groups:
            commands = ", ".join([*could, "/whitelist", "/bound"])
            one.note("carried.group_rights", True, place=place, group=group, commands=commands, admins=admins)
