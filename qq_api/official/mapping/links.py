"""Links in a text: groups refuse messages with any, and a server's address is one. Computes only; no I/O.

>>> defang("see https://a.example.com/b and mc.example.com:25565, version 1.20.4")
'see a。example。com/b and mc。example。com:25565, version 1.20.4'
"""

import re

_SCHEME = re.compile(r"\b[a-z][a-z0-9+.-]{1,20}://", re.IGNORECASE | re.ASCII)
# begins only where no label is cut in two, so that no character is read twice
_HOST = re.compile(r"(?<![a-z0-9-])[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d{1,5})?/?", re.IGNORECASE | re.ASCII)
_DOT = re.compile(r"(?<=\w)\.(?=\w)")

_ENDINGS = """
com net org cn cc top xyz me io gg tv co info vip fun icu club site online tech store shop work wang ltd pro
link live app dev one ink asia mobi biz name edu gov us uk jp kr hk tw ru de fr eu in ai im la ws pw tk ml ga
cf gq be ly sh to ac world games game host website space server network cloud fans team plus art press wiki
ren love red run zone show center social
"""
_TOP = frozenset(_ENDINGS.split())


def defang(text: str) -> str:
    """A text with its links written so that QQ does not take them for links, and people still read them."""
    if "." not in text and "://" not in text:
        return text
    return _HOST.sub(_written, _SCHEME.sub("", text))


def defang_all(text: str) -> str:
    """The same for a text in which the platform still finds a link: no dot stays between two letters or digits."""
    return _DOT.sub("。", _SCHEME.sub("", text))


def _written(host: re.Match[str]) -> str:
    found = host[0]
    return found.replace(".", "。") if _is_link(found) else found


def _is_link(found: str) -> bool:
    """`mc.example.com`, `a.b/`, `a.b:25565` and `10.0.0.1` are; `1.20.4`, `3.14` and `config.yml` are not."""
    name, _, port = found.rstrip("/").partition(":")
    labels = name.split(".")
    if all(label.isdecimal() for label in labels):
        return len(labels) == 4
    named = not labels[-1].isdecimal()
    return named and (labels[-1].lower() in _TOP or bool(port) or found.endswith("/") or labels[0].lower() == "www")
