"""Documents as PDF/UA-1, laid out by typst. Data reach it as text or JSON, never as markup."""

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

STANDARD: Final = "ua-1"
REPLACEMENT: Final = "\ufffd"
CONTROLS: Final = (*(set(range(0x20)) - {ord("\n")}), *range(0x7F, 0xA0))


def compile_pdf(source: bytes, inputs: Mapping[str, str]) -> bytes:
    """Lay out a typst source; it finds `inputs` in `sys.inputs`.

    Give it what `printable` returns: PDF/UA-1 allows no character that the fonts here cannot show.
    """
    document = _typst().compile(
        source, sys_inputs=dict(inputs), pdf_standards=STANDARD, ignore_system_fonts=True
    )
    return bytes(document)


def printable(document: Any) -> Any:
    """The document without control characters, and with U+FFFD for those that no font has."""
    characters = set(json.dumps(document, ensure_ascii=False)) - set(map(chr, CONTROLS))
    unknown = _unprintable(frozenset(each for each in characters if each > "~"))
    table = dict.fromkeys(CONTROLS) | dict.fromkeys(map(ord, unknown), REPLACEMENT)
    return _change_texts(document, lambda text: text.translate(table))


def _change_texts(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {name: _change_texts(each, change) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_change_texts(each, change) for each in value]
    return value


@lru_cache(maxsize=1024)
def _unprintable(characters: frozenset[str]) -> frozenset[str]:
    """Those of `characters` that no font here can show, found by halving what typst refuses."""
    if not characters or _can_print(" ".join(sorted(characters))):
        return frozenset()
    if len(characters) == 1:
        return characters
    ordered = sorted(characters)
    middle = len(ordered) // 2
    return _unprintable(frozenset(ordered[:middle])) | _unprintable(frozenset(ordered[middle:]))


def _can_print(text: str) -> bool:
    source = b'#set document(title: "-")\n#set text(font: "Libertinus Serif")\n#sys.inputs.text'
    try:
        compile_pdf(source, {"text": text})
    except _typst().TypstError:
        return False
    return True


def _typst() -> Any:
    """The library, loaded at the first PDF: most processes write none, and it takes megabytes of each."""
    import typst

    return typst
