"""Names of QQ's own faces. Computes only, once the list that lies beside this file was read."""

import pkgutil
from functools import cache


@cache
def names() -> dict[str, str]:
    """Number -> name, without the slash: the same list as qq_chat's, made by scripts/faces.py."""
    lines = (pkgutil.get_data(__package__, "faces.txt") or b"").decode("utf-8").splitlines()
    rows = (line.partition(" ") for line in lines if line and not line.startswith("#"))
    return {number: name for number, _, name in rows}


def face_name(number: str) -> str:
    """`14` -> `微笑`, an unknown one -> ``."""
    return names().get(number, "")


def is_face(number: str) -> bool:
    """Whether it is the number of a face at all: `0` stands for one that has none."""
    return number.isdecimal() and int(number) > 0
