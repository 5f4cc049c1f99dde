"""Bring the English side of qq_chat's game words up to date, and say which Chinese ones are missing.

    npm pack minecraft-data                                   (MIT, PrismarineJS; any folder will do)
    tar xzf minecraft-data-*.tgz
    python scripts/game_words.py package/minecraft-data/data/pc

The keys are Minecraft's own. `en_us.json` holds the newest text of each, `former.json` what older versions said;
which names of items and mobs are worth having is decided by `zh_cn.json`, which people write.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "qq_chat" / "qq_chat" / "game" / "data"
OLDEST = (1, 12)

SENTENCES = re.compile(r"death\.(?!attack\.message_too_long).*|advancements\.\w+\.\w+\.title")

# What that package does not have yet (26.2), and what had another key before 1.13
OTHERS = {
    "death.attack.sulfurCubeHot": ["%1$s died because not just the floor is lava"],
    "death.attack.sulfurCubeHot.player": ["%2$s showed %1$s that not just the floor is lava"],
    "entity.minecraft.sulfur_cube": ["Sulfur Cube"],
    "entity.minecraft.tnt": ["Block of TNT", "Primed TNT"],
}


def version(name: str) -> tuple[int, ...]:
    """`1.21.11` -> `(1, 21, 11)`."""
    return tuple(int(part) for part in name.split("."))


def languages(folder: Path) -> list[dict[str, str]]:
    """The language files of all versions that count, oldest first."""
    files = {version(file.parent.name): file for file in folder.glob("*/language.json")}
    return [json.loads(files[number].read_text("utf-8")) for number in sorted(files) if number >= OLDEST]


def texts(folder: Path, chinese: dict[str, str]) -> dict[str, list[str]]:
    """Each key's texts, oldest first."""
    found = {key: list(said) for key, said in OTHERS.items()}
    for language in languages(folder):
        for key, text in language.items():
            if SENTENCES.fullmatch(key) or key in chinese:
                said = found.setdefault(key, [])
                said[:] = [*(one for one in said if one != text), text]
    return found


def main(folder: Path) -> int:
    """Write both files; the number of keys that have no Chinese is the exit code."""
    chinese: dict[str, str] = json.loads((DATA / "zh_cn.json").read_text("utf-8"))
    found = texts(folder, chinese)
    write("en_us.json", {key: said[-1] for key, said in found.items()})
    write("former.json", {key: said[:-1] for key, said in found.items() if len(said) > 1})
    missing = sorted(found.keys() - chinese.keys())
    unknown = sorted(chinese.keys() - found.keys())
    print("no Chinese:", *missing, "\nno English:", *unknown)
    write("zh_cn.json", chinese)
    return len(missing) + len(unknown)


def write(name: str, tree: dict[str, Any]) -> None:
    """A data file, sorted, a key a line."""
    text = json.dumps(tree, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (DATA / name).write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
