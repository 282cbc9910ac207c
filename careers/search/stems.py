"""Light stemmers for ten languages: PostgreSQL has none, or a weak one (Irish, Estonian). No Django here.

Each takes off the endings of cases, numbers, genders and articles, from words without marks on their letters
(`words.fold`), and levels the consonants that change before an ending (Polish -ik, -icy). They do not try to
find the word of a dictionary: two forms of one word must come out alike, and mostly do.
"""

# ruff: noqa: E501 -- tables of endings

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

SHORTEST: Final = 3
"""Letters that an ending must leave."""

Changes = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """Endings taken off, longest first; what is changed before that, and what at the end that is left."""

    endings: tuple[str, ...]
    before: Changes = ()
    after: Changes = ()
    shortest: int = SHORTEST
    beginnings: Changes = ()
    """What is changed at the beginning of a word: Irish changes first letters."""


def _endings(text: str) -> tuple[str, ...]:
    return tuple(sorted(text.split(), key=lambda ending: (-len(ending), ending)))


_SLAVONIC: Final = (("st", "sk"), ("ct", "ck"), ("ec", "c"))

RULES: Final = {
    "bg": Rules(
        _endings("ищата овете евете ища ове еве ии ия ие и а я о е ъ"),
        before=(("ията", "ия"), ("ият", "и"), ("ия", "и"), ("тта", "т"), ("ото", "о"), ("ето", "е"), ("ите", "и"),
                ("ете", "е"), ("ата", "а"), ("ята", "я"), ("ът", ""), ("ят", "")),
        after=(("ен", "н"), ("ел", "л"), ("ц", "к")),
    ),
    "cs": Rules(
        _endings("ovych ovymi ovym ovem atech atum ami emi imi ymi eho emu iho imu ich ych ech ach ove ovi ou um "
                 "em ym im at am ej y i e a o u"),
        after=(*_SLAVONIC, ("c", "k"), ("ek", "k")),
    ),
    "et": Rules(
        _endings("desse tesse dest test dele tele delt telt del tel deks teks deni teni dega tega deta teta des tes "
                 "sse st le lt ks ni na ga ta te de id"),
        before=(("ad", "a"), ("ed", "e"), ("id", "i"), ("ud", "u"), ("as", "a"), ("es", "e"), ("is", "i"),
                ("at", "a"), ("et", "e"), ("ut", "u")),
        after=(("a", ""), ("e", ""), ("i", ""), ("u", ""), ("nd", "n"), ("nn", "n"), ("nt", "n"), ("lin", "li"),
               ("lis", "li")),
        shortest=4,
    ),
    "ga": Rules(
        _endings("aithe eanna anna acha eoiri oiri eora ora eoir oir ochta iochta ocht iocht aire airi aigh ach "
                 "ai ta te i a e"),
        after=(("ai", "a"), ("aid", "ad")),
        beginnings=(("bhf", "f"), ("mb", "b"), ("gc", "c"), ("nd", "d"), ("ng", "g"), ("bp", "p"), ("dt", "t"),
                    ("ts", "s"), ("bh", "b"), ("ch", "c"), ("dh", "d"), ("fh", "f"), ("gh", "g"), ("mh", "m"),
                    ("ph", "p"), ("sh", "s"), ("th", "t"), ("ha", "a"), ("he", "e"), ("hi", "i"), ("ho", "o"),
                    ("hu", "u")),
    ),
    "hr": Rules(
        _endings("ijama ijima ovima evima ima ama oga omu ome ova eva ovi evi og om em ih im a e i o u"),
        after=(("ac", "c"), ("c", "k")),
    ),
    "lv": Rules(
        _endings("ajiem ajam ajas ajos ajai ajie iem ais am as os us is es em im um ie ai ei aja ajo s a e i u o"),
        after=(("z", "d"), ("ss", "s")),
    ),
    "mt": Rules(
        _endings("ijiet ijin jiet iet ien ja ji ju in a i u"),
        before=(("ew", "e"), ("ej", "e"), ("trici", "tur")),
        after=(("ic", "ik"), ("ij", ""), ("j", "")),
        shortest=4,
    ),
    "pl": Rules(
        _endings("iami iach iego iemu ami ach ego emu ymi imi ych ich ow iow om iom iem iej em ej ym "
                 "im ia ie iu io ii a e i o u y"),
        after=(("rz", "r"), ("ec", "c"), ("c", "k"), ("t", "k"), ("dz", "d")),
    ),
    "sk": Rules(
        _endings("ovych ovymi ovym iach iami och ach ami eho emu ych ymi ich imi ovi iam ov om am ym im ou ej eu ii "
                 "ia ie iu mi y i e a o u"),
        after=(*_SLAVONIC, ("c", "k"), ("ok", "k"), ("ek", "k")),
    ),
    "sl": Rules(
        _endings("ema oma ama ima ami imi ega emu ih im em om ov ev ah eh oj ju mi a e i o u"),
        after=(("rj", "r"), ("ec", "c"), ("c", "k")),
    ),
}  # fmt: skip
"""By code of the language."""


@lru_cache(maxsize=4096)
def stem(word: str, language: str) -> str:
    """The stem of a word without marks, in a language of RULES; numbers and short words stay as they are."""
    rules = RULES[language]
    if len(word) <= SHORTEST or any(letter.isdigit() for letter in word):
        return word
    for beginning, other in rules.beginnings:
        if word.startswith(beginning):
            word = other + word.removeprefix(beginning)
            break
    word = _change(word, rules.before, rules.shortest)
    for ending in rules.endings:
        if word.endswith(ending) and len(word) - len(ending) >= rules.shortest:
            word = word.removesuffix(ending)
            break
    for change in rules.after:
        word = _change(word, (change,), SHORTEST)
    return word


def _change(word: str, changes: Changes, shortest: int) -> str:
    """The word with the first of the endings that fits replaced by the other."""
    for ending, other in changes:
        if word.endswith(ending) and len(word) - len(ending) >= shortest:
            return word.removesuffix(ending) + other
    return word
