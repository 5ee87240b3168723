"""Characters as a PDF's fonts name them, and as people write them.

A font may have one glyph for a Chinese character and for the radical of the same shape, and a
producer that goes from glyphs back to characters then picks the radical. Ligatures and forms
for vertical lines are the same sort of thing. All else stays as it is: a full-width digit is
the writer's choice.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

SOFT_HYPHEN: Final = "\u00ad"

# The radicals that Unicode gives no compatibility mapping, with the character of the same
# shape: the property EquivalentUnifiedIdeograph of the Unicode Character Database.
_RADICALS: Final = dict(
    zip(
        "⺁⺄⺈⺉⺋⺍⺎⺏⺐⺑⺒⺓⺔⺕⺗⺘⺙⺛⺝⺞⺠⺡⺢⺣⺤⺥⺦⺨⺩⺪⺫⺬⺭⺮⺯⺱⺲⺶⺷⺹⺺⺼⺽⺾⺿⻀⻁⻂"
        "⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
        "厂乙刀刂㔾小兀尣尢尣巳幺彑彐㣺扌攵旡月歺民氵氺灬爫爫丬犭王疋罒示礻竹糹罓罒羊羊耂肀肉臼艹艹艹虎衤"
        "覀西见角讠贝车辶辶辶钅長镸长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀",
        strict=True,
    )
)
_COMPATIBLE: Final = re.compile(
    "[\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06\ufe10-\ufe19\ufe30-\ufe44\ufe47\ufe48\U0002f800-\U0002fa1d]"
)


def readable(text: str) -> str:
    """A glyph's text with radicals, compatibility characters and ligatures in plain letters."""
    if len(text) == 1 and " " <= text < "\u2e80":
        return text
    return _COMPATIBLE.sub(_plain, text)


def _plain(found: re.Match[str]) -> str:
    return _RADICALS.get(found[0]) or unicodedata.normalize("NFKC", found[0])


def is_wide(character: str) -> bool:
    """Whether a character takes a Chinese character's cell."""
    return character >= "\u2e80" or character in "“”‘’…—·"


def is_private(character: str) -> bool:
    """Whether only the font knows what a character is."""
    return "\ue000" <= character <= "\uf8ff" or character >= "\U000f0000"
