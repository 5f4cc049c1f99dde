"""The folder of modules: which there are, and how one is imported."""

import linecache
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import module_from_spec
from pathlib import Path
from types import CodeType

from qq_api.modules.declare import Handler, declared, first_line
from qq_api.modules.w1ndys import handlers_of

_ENTRIES = ("__init__.py", "main.py")

Stamp = tuple[tuple[str, int, int], ...]
"""Name, time and size of each file: another one when the module changed."""


@dataclass(frozen=True)
class Source:
    """A module as it lies in the folder.

    Attributes:
        name: its file's or folder's, without `.py`.
        root: that file or folder.
        entry: the file that is imported.
        stamp: changes when one of its files does.
    """

    name: str
    root: Path
    entry: Path
    stamp: Stamp


@dataclass(frozen=True)
class Loaded:
    """A module that was imported: what it hears, and its docstring's first line."""

    handlers: tuple[Handler, ...]
    about: str


class _AsWritten(SourceFileLoader):
    """Compiles what stands in the file: a cache of bytecode tells files of one second and one size not apart."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


def find(folder: Path) -> dict[str, Source]:
    """The modules of a folder, by name: `x.py`, `x/__init__.py` or `x/main.py`; none that begins with `_` or `.`."""
    try:
        there = sorted(folder.iterdir())
    except OSError:
        return {}
    return {source.name: source for path in there for source in _source(path)}


def _source(path: Path) -> Iterator[Source]:
    if path.name.startswith(("_", ".")):
        return
    try:
        if path.suffix == ".py" and path.is_file():
            yield Source(path.stem, path, path, _stamp([path]))
        elif path.is_dir():
            entry = next((path / name for name in _ENTRIES if (path / name).is_file()), None)
            if entry is not None:
                yield Source(path.name, path, entry, _stamp(sorted(path.rglob("*.py"))))
    except OSError:  # it went while we looked
        return


def _stamp(files: list[Path]) -> Stamp:
    states = ((str(file), file.stat()) for file in files)
    return tuple((name, state.st_mtime_ns, state.st_size) for name, state in states)


def changed(source: Source) -> bool:
    """Whether a module is no longer as it was found: what was imported may be half of what is being written."""
    return source not in _source(source.root)


def load(source: Source) -> Loaded:
    """Import a module anew. Whatever it raises comes out, `SystemExit` included."""
    forget(source.name)
    _forget_files(source.root)
    name = _full_name(source.name)
    loader = _AsWritten(name, str(source.entry))
    module = module_from_spec(_spec(name, loader, source))
    sys.modules[name] = module
    loader.exec_module(module)
    return Loaded((*declared(vars(module).values()), *handlers_of(module)), first_line(module.__doc__))


def _spec(name: str, loader: SourceFileLoader, source: Source) -> ModuleSpec:
    spec = ModuleSpec(name, loader, origin=str(source.entry), is_package=source.root != source.entry)
    spec.has_location = True
    if spec.submodule_search_locations is not None:
        spec.submodule_search_locations.append(str(source.root))
    return spec


def forget(name: str) -> None:
    """Let Python forget a module and what is in it. Copies are looked through: other threads import meanwhile."""
    full = _full_name(name)
    for known in list(sys.modules):
        if known == full or known.startswith(f"{full}."):
            sys.modules.pop(known, None)


def _forget_files(root: Path) -> None:
    """Let Python look again at what lies in a package; `importlib.invalidate_caches` is not safe among threads."""
    for known in list(sys.path_importer_cache):
        if Path(known).is_relative_to(root):
            sys.path_importer_cache.pop(known, None)
    linecache.checkcache()


def _full_name(name: str) -> str:
    return f"qq_module_{name}"


def told(error: BaseException, inside: Path) -> str:
    """The traceback of an error, from the first line of the module's own on."""
    last = error.__traceback__
    while last is not None and not _is_inside(last.tb_frame.f_code.co_filename, inside):
        last = last.tb_next
    shown = error.with_traceback(last) if last is not None else error
    return "".join(traceback.format_exception(type(shown), shown, shown.__traceback__)).rstrip()


def where(thread: int | None, inside: Path) -> str:
    """What a thread does now, as far as it is in a module: `line 12, in slow: time.sleep(10)`."""
    frame = sys._current_frames().get(thread or 0)
    own = [one for one in traceback.extract_stack(frame) if _is_inside(one.filename, inside)] if frame else []
    return f"line {own[-1].lineno}, in {own[-1].name}: {own[-1].line}" if own else ""


def _is_inside(filename: str, root: Path) -> bool:
    return Path(filename).is_relative_to(root)
