"""A YAML text made to say something else. What stays the same keeps its every character: comments, order, quotes.

>>> print(rewrite("b: 1  # one\\n", {"a": True, "b": 2}, Texts({"config": {"a": "New"}}, "en_us")), end="")
# New
a: true
<BLANKLINE>
b: 2  # one
"""

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from qq_api.texts import Texts


class _Edit(NamedTuple):
    """Put `text` in the place of what stands from `start` to `end`, in characters."""

    start: int
    end: int
    text: str


def render(tree: Mapping[str, Any], texts: Texts, place: str = "config") -> str:
    """A mapping as YAML, each key below its comment.

    Args:
        tree: plain dicts, lists and scalars.
        texts: `<place>.<key>` is the comment of a key; `<place>.<key>.about` where the key holds commented ones itself.
        place: where the mapping stands.
    """
    return _dump(_commented(tree, texts, place, 0))


def rewrite(text: str, wanted: Mapping[str, Any], texts: Texts) -> str:
    """Change a YAML text as little as possible, so that it holds `wanted`.

    New keys come behind those that they follow in `wanted`, with their comments; a key that goes takes along the
    comment right above it. What a list has more at its end is added, a line for each. What stands in braces or
    brackets is replaced whole.

    Args:
        text: a mapping in YAML, of one document.
        wanted: what it shall hold; plain dicts, lists and scalars.
        texts: the comments, as for `render`.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    text = text if text.endswith("\n") else text + end
    page = _Page(text, texts)
    tree = YAML(typ="safe", pure=True).load(text)
    # From the end on, so that what is still to be changed stays where it is.
    for edit in sorted(page.edits(YAML().compose(text), tree, wanted, "config"), key=lambda edit: edit[:2])[::-1]:
        text = text[: edit.start] + edit.text.replace("\n", end) + text[edit.end :]
    return text


class _Page:
    """A text, and where its lines are."""

    def __init__(self, text: str, texts: Texts) -> None:
        self._text, self._texts = text, texts

    def edits(self, node: MappingNode, tree: Any, wanted: Mapping[str, Any], place: str) -> Iterator[_Edit]:
        """What to change in a block mapping that holds `tree`."""
        if node.flow_style or not node.value:
            yield _Edit(node.start_mark.index, node.end_mark.index, _inline(wanted))
            return
        have = {key.value: (key, value) for key, value in node.value}
        for name, (key, value) in have.items():
            if name not in wanted:
                yield _Edit(self._head(key), self._end(key, value), "")
            elif name in tree and tree[name] != wanted[name]:
                yield from self._change(key, value, tree[name], wanted[name], f"{place}.{name}")
        yield from self._additions(have, wanted, place)

    def _change(self, key: ScalarNode, node: Node, old: Any, new: Any, place: str) -> Iterator[_Edit]:
        if isinstance(node, MappingNode) and isinstance(new, Mapping) and not node.flow_style:
            yield from self.edits(node, old, new, place)
        elif isinstance(node, SequenceNode) and _alike(old, new) and not node.flow_style:
            for item, before, after in zip(node.value, old, new, strict=True):
                if before != after:
                    yield from self.edits(item, before, after, place)
        elif isinstance(node, SequenceNode) and _grows(old, new) and not node.flow_style:
            dash = " " * node.start_mark.column + "- "
            lines = (f"{dash}{_inline(item)}\n" for item in new[len(old) :])
            yield _Edit(end := self._end(key, node), end, "".join(lines))
        elif _is_short(node, new):
            yield _Edit(node.start_mark.index, node.end_mark.index, _inline(new))
        else:
            yield _Edit(self._start(key), self._end(key, node), self._entry(key, {key.value: new}, place, bare=True))

    def _additions(self, have: Mapping[str, Any], wanted: Mapping[str, Any], place: str) -> Iterator[_Edit]:
        first, before = next(iter(have.values()))[0], None
        for name, value in wanted.items():
            if name in have:
                before = have[name]
                continue
            text = self._entry(first, {name: value}, f"{place}.{name}")
            at = self._end(*before) if before else self._above(first, have)
            blank = "" if first.start_mark.column else "\n"
            yield _Edit(at, at, blank + text if before else text + blank)

    def _above(self, first: ScalarNode, have: Mapping[str, Any]) -> int:
        """Where a key may stand before all others; behind the first one where that shares its line with a `-`."""
        is_alone = not self._text[self._start(first) : first.start_mark.index].strip()
        return self._head(first) if is_alone else self._end(*have[first.value])

    def _entry(self, beside: ScalarNode, entry: Mapping[str, Any], place: str, *, bare: bool = False) -> str:
        """The lines of one key, in the column of a neighbour."""
        text = render(entry, Texts({}, "") if bare else self._texts, place.rpartition(".")[0])
        return re.sub("^(?=.)", " " * beside.start_mark.column, text.lstrip("\n"), flags=re.MULTILINE)

    def _start(self, key: ScalarNode) -> int:
        """The beginning of a key's line."""
        return self._text.rfind("\n", 0, key.start_mark.index) + 1

    def _head(self, key: ScalarNode) -> int:
        """The beginning of the comment that stands right above a key."""
        start = self._start(key)
        while match := re.search(r"(?:^|(?<=\n))[ ]*#[^\n]*\n\Z", self._text[:start]):
            start = match.start()
        return start

    def _end(self, key: ScalarNode, node: Node) -> int:
        """The end of the last line of a setting, with comments below it that stand further right."""
        last = max(_last(self._text, key), _last(self._text, node))
        end = self._text.find("\n", last) + 1
        deeper = re.compile(rf"[ ]{{{key.start_mark.column + 1},}}#[^\n]*\n")
        while match := deeper.match(self._text, end):
            end = match.end()
        return end


def _last(text: str, node: Node) -> int:
    """The last character of a node. One that is empty has none: its mark lies at whatever follows."""
    if not isinstance(node, CollectionNode) or node.flow_style:
        return 0 if _is_empty(node) else len(text[: node.end_mark.index].rstrip()) - 1
    parts = [part for item in node.value for part in (item if isinstance(item, tuple) else (item,))]
    return max((_last(text, part) for part in parts), default=node.start_mark.index)


def _is_empty(node: Node) -> bool:
    return bool(node.start_mark.index == node.end_mark.index)


def _is_short(node: Node, new: Any) -> bool:
    """Whether a value can be put in its place without touching the rest of the line."""
    if isinstance(node, CollectionNode):
        return bool(node.flow_style and node.value and new)  # `[]` grows into lines of its own
    is_one_line = node.start_mark.line == node.end_mark.line and not _is_empty(node)
    return is_one_line and not isinstance(new, Mapping | list)


def _alike(old: Any, new: Any) -> bool:
    """Whether two lists hold groups of settings, one for one."""
    lists = isinstance(old, list) and isinstance(new, list) and len(old) == len(new)
    return lists and all(isinstance(item, Mapping) for item in [*old, *new])


def _grows(old: Any, new: Any) -> bool:
    """`[1]`, `[1, 2]` -> true: everything is still there."""
    return isinstance(old, list) and isinstance(new, list) and 0 < len(old) < len(new) and new[: len(old)] == old


def _commented(value: Any, texts: Texts, place: str, column: int) -> Any:
    if isinstance(value, list):
        return CommentedSeq(_commented(item, texts, place, column + 2) for item in value)
    if not isinstance(value, Mapping):
        return value
    tree = CommentedMap()
    for name, item in value.items():
        here = f"{place}.{name}"
        tree[name] = _commented(item, texts, here, column + 2)
        comment = texts.get(here) or texts.get(f"{here}.about")
        if comment:
            blank = "" if column else "\n"
            tree.yaml_set_comment_before_after_key(name, before=blank + comment, indent=column)
    return tree


def _dump(tree: Any) -> str:
    yaml, out = YAML(), io.StringIO()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 1 << 20  # a line is never folded
    yaml.dump(tree, out)
    return out.getvalue()


def _inline(value: Any) -> str:
    """A value as it may stand on one line: `5`, `''`, `{a: [1]}`."""
    yaml, out = YAML(), io.StringIO()
    yaml.width, yaml.default_flow_style = 1 << 20, True
    if isinstance(value, Mapping | list):
        yaml.dump(value, out)
        return out.getvalue().strip()
    yaml.dump([value], out)
    return out.getvalue().strip()[1:-1]
