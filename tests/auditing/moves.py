"""What a hand does to one fact: placeholders, a part left, another value, another writing."""

from __future__ import annotations

import random
import re
from typing import Final

FIGURES: Final = frozenset(
    ("date", "time", "money", "percent", "quantity", "ratio", "number", "code")
)
NAMES: Final = frozenset(("person", "place", "organization", "name"))

STYLES: Final = (
    *("X", "x", "XX", "xx", "XXX", "×", "××", "***", "*", "＊", "＊＊", "某", "某某", "〇〇", "○○"),
    *("___", "____", "□□", "■■", "▇▇", "……", "【】", "（略）", "[typed]", "〔typed〕", "【typed】"),
    *("{field}", "mask＊", "mask×", "maskX"),
)
"""Ways to write a placeholder; the last ones depend on the fact."""

TYPED: Final = {
    "person": "姓名",
    "place": "地名",
    "organization": "单位",
    "name": "名称",
    "date": "日期",
    "time": "时间",
    "money": "金额",
    "percent": "百分比",
    "quantity": "数量",
    "ratio": "比例",
    "number": "数字",
    "code": "编号",
    "phone": "电话",
    "email": "邮箱",
    "url": "网址",
    "id_card": "证件号",
    "bank_card": "账号",
    "credit_code": "代码",
    "plate": "车牌",
}
VAGUE: Final = {
    "person": ("有关", "相关"),
    "place": ("某", "有关", "相关"),
    "organization": ("某", "有关"),
    "quantity": ("若干", "多"),
    "money": ("若干", "大量"),
    "number": ("若干",),
}


def placeholder(style: str, kind: str, text: str, number: int) -> str:
    """A placeholder of the style for a fact of this kind, the ``number``-th of its text."""
    if style in ("某", "某某") and kind not in NAMES:
        return "X"
    if style.startswith("mask"):
        return style[-1] * len(text)
    name = TYPED.get(kind, "内容")
    return {
        "[typed]": f"[{name}]",
        "〔typed〕": f"〔{name}{number}〕",
        "【typed】": f"【{name}】",
        "{field}": f"{{{kind or 'text'}_{number}}}",
    }.get(style, style)


_UNITS: Final = re.compile(
    "[万亿千百]?(?:多|余)?(?:元|个百分点|[%％]|公里|平方米|米|吨|公斤|亩|公顷|千瓦时|兆瓦|人次|人|户|家|"
    "个|件|名|项|条|所|座|辆|台|套|次|起|天|处|支|栋|间|棵|头|只|年|月|日)"
)
_GENERIC: Final = re.compile(
    "(?:有限公司|集团|公司|合作社|自治州|自治县|街道|新区|[省市县区乡镇村州盟旗])(?![长委政民域口])"
)


def swallowed(text: str, end: int, kind: str) -> int:
    """Where the fact ends together with its unit or its generic part."""
    pattern = _UNITS if kind in FIGURES else _GENERIC if kind in NAMES else None
    found = pattern.match(text, end) if pattern and kind not in ("person", "code") else None
    return found.end() if found else end


_GENERIC_ENDS: Final = (
    "山河湖江沟村乡岭港湾坝庙店集镇县区市桥寨堡屯庄泉川坪塘溪岛海路寺台口站场园城"
)
_COMPANY: Final = re.compile("[一-鿿]{2,6}")


def part_left(text: str, kind: str, rng: random.Random) -> str | None:
    """The fact with a part of it still standing, or ``None`` if it has no telling parts."""
    mark = rng.choice("XX×*＊某")
    if kind in ("phone", "id_card", "bank_card") and len(text) >= 7:
        return text[:3] + rng.choice("*X＊×") * (len(text) - 7) + text[-4:]
    if kind in FIGURES:
        digits = [i for i, c in enumerate(text) if c.isascii() and c.isdigit()]
        if len(digits) < 2 or not re.fullmatch(r"[\d.,]+", text):
            return None
        mark = rng.choice("XXx×*")
        if kind == "date":
            hidden = digits[-1:]  # 20XX tells so little that some would call it stripped
        elif len(digits) >= 3:
            hidden = rng.choice((digits[2:], digits[1:2], digits[-2:], digits[-1:]))
        else:
            hidden = rng.choice((digits[:1], digits[1:]))
        return "".join(mark if i in hidden else c for i, c in enumerate(text))
    if kind not in NAMES or not re.fullmatch("[一-鿿]{2,6}", text) or "某" in text:
        return None
    if kind == "person":
        rest = len(text) - 1
        forms = [text[0] + mark * rest, text[0] + "某" * rest, text[0] + "某某"]
        if len(text) == 3:
            forms += [text[0] + mark + text[2], text[:2] + mark]
        return rng.choice(forms)
    mark = "X" if mark == "某" else mark
    forms = [text[0] + mark * (len(text) - 1), text[:-1] + mark]
    if text[-1] not in _GENERIC_ENDS and kind == "place":
        forms.append(mark * (len(text) - 1) + text[-1])
    if len(text) >= 4:
        forms.append(text[0] + mark + text[2:])
    return rng.choice(forms)


_SURNAMES: Final = "韦贺戚庞邬蒲司尹柯霍翟闵卞祁覃邢樊"
_GIVEN: Final = "岭舟勋晓川婉锋磊颖霞骏涛琴旭钧桦萍"
_PLACES: Final = "澧榆垡泓杉坳鹿屿瓮坡浦栖沅溆阆郴攸畈"
_FIRMS: Final = "宏昇众泰源蓝鲸瑞禾鼎峰恒博睿驰晟茂"
_TITLES: Final = ("晨曦", "春雨润苗", "碧波", "红烛行", "飞鹰突击", "温暖到家")
_CHINESE: Final = "一二三四五六七八九"


def altered(text: str, kind: str, rng: random.Random) -> str | None:
    """Another fact of the same kind, with no character in its old place; ``None`` if none."""
    if kind in NAMES:
        return _other_name(text, kind, rng)
    if kind == "date" and re.fullmatch(r"20\d\d", text):
        return str(rng.choice([y for y in range(2011, 2030) if str(y) != text]))
    if kind in ("date", "time") and re.fullmatch(r"\d\d?", text):
        top = 12 if int(text) <= 12 else 28 if kind == "date" else 59
        return str(rng.choice([d for d in range(1, top + 1) if d != int(text)]))
    if kind == "time" and (found := re.fullmatch(r"(\d\d?)([:：])(\d\d)", text)):
        hour, colon, _ = found.groups()
        other = rng.choice([h for h in range(6, 20) if h != int(hour)])
        return f"{other}{colon}{rng.choice(('05', '25', '35', '50'))}"
    if kind in FIGURES or kind == "phone":
        changed = "".join(_other(c, rng) for c in text)
        return changed if changed != text else None
    return None


def _other_name(text: str, kind: str, rng: random.Random) -> str | None:
    if kind == "name":
        fits = [title for title in _TITLES if not set(title) & set(text)]
        return rng.choice(fits) if fits else None
    first, rest, most = {
        "person": (_SURNAMES, _GIVEN, 3),
        "place": (_PLACES, _PLACES, 3),
        "organization": (_FIRMS, _FIRMS, 4),
    }[kind]
    name = rng.choice([c for c in first if c not in text])
    size = min(len(text), most)
    return name + "".join(rng.sample([c for c in rest if c not in text + name], size - 1))


def _other(char: str, rng: random.Random) -> str:
    for digits in ("123456789", "１２３４５６７８９", _CHINESE):
        if char in digits:
            return rng.choice([d for d in digits if d != char])
    if char == "两":
        return rng.choice("三四五六")
    return char


def rewritten(text: str, kind: str, unit: str, rng: random.Random) -> tuple[str, int] | None:
    """The same value in another writing, and how many characters of ``unit`` go with it."""
    if kind not in FIGURES or kind == "code":
        return None
    ways: list[tuple[str, int]] = []
    if re.fullmatch(r"[0-9.,]+", text):
        ways.append((text.translate(_WIDE), 0))
    if re.fullmatch(r"[０-９．，]+", text):
        ways.append((text.translate(_NARROW), 0))
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", text):
        ways.append((text.replace(",", ""), 0))
    if re.fullmatch(r"[1-9]\d{3,5}", text) and kind in ("money", "quantity"):
        ways.append((f"{int(text):,}", 0))
    if re.fullmatch(r"[1-9]\d{0,3}", text) and kind in ("quantity", "money", "date"):
        ways.append((_in_chinese(text, kind), 0))
    plain = re.fullmatch(r"[1-9]\d*", text.replace(",", ""))
    if plain and unit.startswith("万元") and len(plain[0]) >= 4:
        number = plain[0].rjust(5, "0")
        whole, part = number[:-4], number[-4:].rstrip("0")
        ways.append((f"{whole}.{part}亿元" if part else f"{whole}亿元", 2))
    return rng.choice(ways) if ways else None


_WIDE: Final = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
_NARROW: Final = str.maketrans("０１２３４５６７８９．，", "0123456789.,")


def _in_chinese(digits: str, kind: str) -> str:
    """An integer below ten thousand in Chinese numerals, a year digit by digit."""
    if kind == "date" and len(digits) == 4:
        return "".join(f"〇{_CHINESE}"[int(d)] for d in digits)
    if digits == "2" and kind != "date":
        return "两"
    spoken, gap = "", False
    for place, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        if digit == "0":
            gap = True
            continue
        spoken += ("零" if gap else "") + _CHINESE[int(digit) - 1] + ("", "十", "百", "千")[place]
        gap = False
    return spoken[1:] if spoken.startswith("一十") else spoken
