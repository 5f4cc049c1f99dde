"""Whom a command of the stand-in server is for."""

import pytest

from qq_api.sandbox.minecraft.selectors import select, split_target
from qq_api.sandbox.minecraft.syntax import CommandError

PLAYERS = ["Steve", "Alex", "a b"]


@pytest.mark.parametrize(
    ("target", "players"),
    [
        ("@a", PLAYERS),
        ("@p", ["Steve"]),
        ("@s", []),
        ("@a[]", PLAYERS),
        ("@a[name=!Steve]", ["Alex", "a b"]),
        ('@a[name=!Steve,name=!"a b"]', ["Alex"]),
        ("@a[name=Alex]", ["Alex"]),
        ("@a[name=Nobody]", []),
    ],
)
def test_a_selector_means_those_whom_its_tests_let_through(target: str, players: list[str]) -> None:
    assert select(target, PLAYERS) == players
    assert split_target(f"{target} hi there") == (target, "hi there")


@pytest.mark.parametrize("target", ["@x", "@a[team=red]", "@a[name=Steve,", "@a[name=!Steve,limit=1]", "@"])
def test_what_is_no_selector_is_refused(target: str) -> None:
    with pytest.raises(CommandError):
        select(target, PLAYERS)
