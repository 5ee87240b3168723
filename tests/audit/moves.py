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
        "{field}": f"{{{kind}_{number}}}",
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


_OTHERS: Final = {
    "person": ("韦", "贺长岭", "戚云舟", "庞树勋", "邬春晓", "蒲大川", "司徒婉"),
    "place": ("泸", "澧浦", "凤栖", "榆垡", "石泓", "杉木坳", "鹿角屿", "瓮溪坡"),
    "organization": ("宏昇", "众泰源", "蓝鲸智造", "瑞禾农牧", "鼎峰恒远", "天工博睿科技"),
    "name": ("晨曦", "春雨润苗", "碧波", "红烛行", "飞鹰突击", "温暖到家"),
}
_CHINESE: Final = "一二三四五六七八九"


def altered(text: str, kind: str, rng: random.Random) -> str | None:
    """Another fact of the same kind, with no character in its old place; ``None`` if none."""
    if kind in _OTHERS:
        fits = [o for o in _OTHERS[kind] if not set(o) & set(text)]
        fits = [o for o in fits if len(o) == len(text)] or [o for o in fits if len(o) > 1]
        return rng.choice(fits) if fits else None
    if kind == "date" and re.fullmatch(r"20\d\d", text):
        return str(rng.choice([y for y in range(2011, 2030) if str(y) != text]))
    if kind == "date" and re.fullmatch(r"\d\d?", text):
        top = 12 if int(text) <= 12 else 28
        return str(rng.choice([d for d in range(1, top + 1) if d != int(text)]))
    if kind in FIGURES or kind == "phone":
        changed = "".join(_other(c, rng) for c in text)
        return changed if changed != text else None
    return None


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
    plain = re.fullmatch(r"[1-9]\d*", text.replace(",", ""))
    if plain and unit.startswith("万元") and len(plain[0]) >= 4:
        number = plain[0].rjust(5, "0")
        whole, part = number[:-4], number[-4:].rstrip("0")
        ways.append((f"{whole}.{part}亿元" if part else f"{whole}亿元", 2))
    return rng.choice(ways) if ways else None


_WIDE: Final = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
_NARROW: Final = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
