"""Plain text: which encoding, which line breaks, and back to the very same bytes.

Nothing is guessed silently. A byte order mark decides; then strict UTF-8; then GB18030,
Big5 and UTF-16 are tried strictly and judged by how many of their characters are common
ones. What fits none is refused, with the byte that does not fit.
"""

from __future__ import annotations

import codecs
from typing import Final

from anonymizer.documents.files import ReadError
from anonymizer.documents.source import Source

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# The commonest characters of modern written Chinese, simplified and traditional, and the
# punctuation that goes with them: text decoded in the right encoding is full of these.
_COMMON: Final = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过"
    "子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体"
    "制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内"
    "数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提"
    "直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计"
    "别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海"
    "口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身"
    "车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石"
    "記需段研界拉林律叫且究觀越織裝影算低持音衆書布复容兒須際商非驗連斷深難近礦千週委素技備半辦青"
    "這個們來時為國說學對會發動產種經進著電裡現實當業應開還點從題間樣與關質氣變條沒結問無系過體機"
    "將總長頭資邊統計論農區幹戰處隊給門據規熱領東導壓濟階術極聯認權證採轉單風務萬達積議聲報類離華"
    "張馬節話況溫傳許廣縣鎮鄉黨員書記習團設層億項領導會議講稿"
    "县镇乡村市州省局书记习团设层亿项领议讲稿志们企投疫防促抓落实创新推"
    "，。、：；！？（）“”《》…—　"
)
_LEAST_SHARE: Final = 0.2
"""Real text has over half of its characters in the table, mojibake hardly any."""


def decode(data: bytes, name: str = "text", encoding: str | None = None) -> Source:
    """The text of a file's bytes. Raises :class:`ReadError` that names the byte at fault."""
    if encoding is not None:
        return _decode_as(data, name, encoding)
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return _source(
                name, data, _strictly(data[len(bom) :], name, codec, len(bom)), codec, True
            )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_legacy(data, name, error)
    if "\0" in text and (guess := _utf16(data)):
        return _source(name, data, data.decode(guess), guess, False)
    _refuse_binary(text, data, name)
    return _source(name, data, text, "utf-8", False)


def encode(text: str, encoding: str, *, bom: bool = False) -> bytes:
    """The bytes of a text as :func:`decode` found them."""
    mark = next((mark for mark, codec in _BOMS if codec == encoding), b"") if bom else b""
    return mark + text.encode(encoding, "surrogatepass" if encoding.startswith("utf") else "strict")


def _decode_as(data: bytes, name: str, encoding: str) -> Source:
    try:
        codec = codecs.lookup(encoding).name
    except LookupError:
        raise ReadError(
            f"{name}: unknown encoding {encoding!r}; try utf-8, gb18030, big5 or utf-16"
        ) from None
    if codec in ("utf-8-sig", "utf-16"):
        codec = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}[codec]
        for bom, marked in _BOMS:
            if data.startswith(bom) and marked[:6] == codec[:6]:
                codec = marked
    bom = next((mark for mark, marked in _BOMS if marked == codec and data.startswith(mark)), b"")
    text = _strictly(data[len(bom) :], name, codec, len(bom))
    return _source(name, data, text, codec, bool(bom))


def _decode_legacy(data: bytes, name: str, error: UnicodeDecodeError) -> Source:
    """Bytes that are not UTF-8: the best of the older encodings, if one fits at all."""
    where = f"byte 0x{data[error.start]:02x} at offset {error.start}"
    if _is_damaged_utf8(data):
        raise ReadError(
            f"{name}: {where} is not UTF-8, though the rest is; "
            "the file is damaged there (--encoding reads it as something else)"
        )
    best, best_share = "", 0.0
    candidates = ["gb18030", "big5"]
    if guess := _utf16(data):
        candidates.insert(0, guess)
    for codec in candidates:
        try:
            share = _share_of_common(data.decode(codec))
        except UnicodeDecodeError:
            continue
        if share > best_share:
            best, best_share = codec, share
    if best_share < _LEAST_SHARE and b"\0" in data:
        raise ReadError(
            f"{name}: byte 0x00 at offset {data.index(0)}: this is a binary file, not text"
        )
    if best_share < _LEAST_SHARE:
        raise ReadError(
            f"{name}: {where} is neither UTF-8 nor GB18030, Big5 or UTF-16 text; "
            "if it is text, say which with --encoding"
        )
    text = data.decode(best)
    _refuse_binary(text, data, name)
    return _source(name, data, text, best, False)


def _strictly(data: bytes, name: str, codec: str, shift: int) -> str:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        value = f"0x{data[error.start]:02x}" if error.start < len(data) else "the end"
        raise ReadError(
            f"{name}: byte {value} at offset {error.start + shift} is not {codec}; "
            "leave out --encoding to let it be found, or name another"
        ) from None
    _refuse_binary(text, data, name)
    return text


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether nearly all of the bytes above ASCII are sound UTF-8."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    sound = sum(1 for character in text if character > "\u07ff") - bad
    return bad * 10 <= sound


def _utf16(data: bytes) -> str:
    """UTF-16 without a byte order mark: even length, and reads as text in one byte order."""
    if len(data) % 2 or not data:
        return ""
    best, best_share = "", 0.5
    for codec in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        share = sum(c in _COMMON or " " <= c <= "~" or c in "\r\n\t" for c in text) / len(text)
        if share > best_share:
            best, best_share = codec, share
    return best


def _share_of_common(text: str) -> float:
    wide = [character for character in text if character > "~"]
    return sum(character in _COMMON for character in wide) / len(wide) if wide else 0.0


def _refuse_binary(text: str, data: bytes, name: str) -> None:
    """Refuse what decodes but is no text: a NUL, or too many control characters."""
    if (place := data.find(b"\0")) >= 0 and "\0" in text:
        raise ReadError(f"{name}: byte 0x00 at offset {place}: this is a binary file, not text")
    sample = text[:4096]
    controls = sum(c < " " and c not in "\t\n\r\f\v\x1b\x1c\x1d\x1e\x1f" for c in sample)
    if controls * 20 > len(sample):
        raise ReadError(f"{name}: too many control characters: this is a binary file, not text")


def _source(name: str, data: bytes, text: str, codec: str, bom: bool) -> Source:
    raw = None if encode(text, codec, bom=bom) == data else data
    return Source(name, text, codec, bom, raw)
