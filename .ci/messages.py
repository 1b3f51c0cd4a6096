"""Keep the translations below locale/: compile them where they changed, or gather the messages anew; needs no gettext.

.ci/messages.py             message.po to message.mo, where the first is newer
.ci/messages.py --extract   take the messages of code and templates into each .po file, keeping what is translated
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
PACKAGES = ("applications", "diagnosis", "grading", "portal")
STRING = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALL = re.compile(rf"""\b(?:n?p?gettext|_)\({STRING}(?:, {STRING})*(?:, ?count)?\)""")
NAMED = re.compile(r"%\(\w+\)")


class Message(NamedTuple):
    """What is translated: the plural is empty and the context None where there is none."""

    singular: str
    plural: str = ""
    context: str | None = None


SHAPES = {  # by the last part of a function's name: what its first arguments say
    "gettext": ("singular",),
    "ngettext": ("singular", "plural"),
    "pgettext": ("context", "singular"),
    "npgettext": ("context", "singular", "plural"),
}


def compile_changed(locale: Path = LOCALE) -> list[Path]:
    """Write a .mo file beside each .po file that is newer, and return those sources."""
    stale = [source for source in locale.glob("*/LC_MESSAGES/*.po") if _is_stale(source)]
    for source in stale:
        polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
    return stale


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime <= source.stat().st_mtime


def messages_in_use() -> dict[Message, list[str]]:
    """Every message that code and templates hold, in the order met, with the files that hold it."""
    found: dict[Message, list[str]] = {}
    for path, trees in _sources():
        for message in (one for tree in trees for one in _messages(tree)):
            files = found.setdefault(message, [])
            if path not in files:
                files.append(path)
    return found


def _sources() -> Iterator[tuple[str, list[ast.AST]]]:
    code = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    for path in code:
        yield str(path.relative_to(ROOT)), [ast.parse(path.read_text())]
    for path in sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".txt"}):
        calls = CALL.findall(templatize(path.read_text(), str(path)))
        yield str(path.relative_to(ROOT)), [ast.parse(call) for call in calls]


def _messages(tree: ast.AST) -> Iterator[Message]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        name = call.func.id.removesuffix("_lazy").removesuffix("_noop") if isinstance(call.func, ast.Name) else ""
        shape = SHAPES.get("gettext" if name == "_" else name)
        words = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if shape and len(words) >= len(shape):
            yield Message(**dict(zip(shape, words, strict=False)))


def extract(source: Path) -> tuple[int, int]:
    """Bring one .po file to the messages in use; return how many came and how many went."""
    catalogue = polib.pofile(str(source), wrapwidth=120)
    before = {Message(entry.msgid, entry.msgid_plural, entry.msgctxt): entry for entry in catalogue}
    now = messages_in_use()
    catalogue[:] = [_entry(message, files, before.get(message)) for message, files in now.items()]
    catalogue.save()
    return len(now.keys() - before.keys()), len(before.keys() - now.keys())


def _entry(message: Message, files: list[str], known: polib.POEntry | None) -> polib.POEntry:
    entry = known or polib.POEntry(msgid=message.singular, msgid_plural=message.plural, msgctxt=message.context)
    if message.plural and not known:
        entry.msgstr_plural = {0: "", 1: ""}
    entry.occurrences = [(path, "") for path in files]
    entry.flags = ["python-format"] if NAMED.search(message.singular + message.plural) else []
    return entry


if __name__ == "__main__":
    if "--extract" in sys.argv[1:]:
        for path in LOCALE.glob("*/LC_MESSAGES/*.po"):
            print("{}: {} new, {} gone".format(path.relative_to(ROOT), *extract(path)))
    for path in compile_changed():
        print(f"compiled {path.relative_to(ROOT)}")
