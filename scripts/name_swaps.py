"""Swap the names in an annotated text for others of their kind, at random.

Training data for :mod:`train_model`: the surroundings stay, the names change, the same
name becomes the same other name throughout a text.
"""

from __future__ import annotations

import random

from anonymizer.rulebook import Rulebook

Spans = list[tuple[int, int, str]]

GIVEN = (
    "伟芳娜敏静强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红波辉斌宇浩凯健俊帆鑫鹏飞龙梅琴云莲真雪荣爱妹月"
    "莺媛瑞凡佳嘉琼勤珍贞莉玲淑美丽珠翠雅芝萍娥思成康星光天达安岩中茂进林有坚和彪博诚先敬震振壮会群豪心"
    "邦承乐绍功松善厚庆民友裕河哲江翰轩文武新利清贵福生兴仁义忠德长春海山立国建东晓志学永宝金根祥顺发昌"
    "宏旭晖铭钧泽润泉沛源渊雨霖楠桐柏栋梁森树槐柱石磐峰岭川洲航舟帅锋锐剑虎彬凌霄翔鹤鸣远征途程路通开启"
    "蒙昭昕晨曦亮灿炜煜焕灵慧颖智睿聪怡悦欣然若水如意守信尚礼崇孝维纲常权衡正直方圆满仓囤粮耕耘田禾苗秋"
    "冬炎运来喜旺财保定宽恒毅奎魁宗继传延培芬芹菊香凤巧花叶枝柳妮婷婉茹萱彤琳琪瑶璐薇蕾洁冰霜钢铁"
)
BRAND = (
    "恒丰瑞华泰盛鑫源隆昌达通宏远博众诚信安康嘉禾绿碳蓝海金银天地正大新兴鸿福利民惠农中科联创智云星光力特"
    "佳美益优润泽沃德立方圆顺捷锦程凯旋欧亚环球宇航腾飞龙凤麒麟鹏万里长青松柏翠竹玉石晶锐诺维克普莱仕卓越"
    "领先东西南北国辰辉煌汇聚融合丽雅馨芳沁浩瀚江河湖山川岭峰岳巍峨雄鹰骏马牛羊稻麦谷粟茶果园林木森"
)
UNDIVIDED = [
    "哈斯巴根",
    "巴图",
    "苏和",
    "乌云其木格",
    "斯琴高娃",
    "那仁朝格图",
    "朝鲁门",
    "阿拉坦仓",
    "额尔德尼",
    "娜仁花",
    "格日勒图",
    "布仁巴雅尔",
    "宝音",
    "其其格",
    "萨仁",
    "乌日娜",
    "敖登",
    "青格勒",
    "孟和",
    "多吉",
    "扎西",
    "卓玛",
    "格桑",
    "才让",
    "拉姆",
    "次仁",
    "旦增",
    "索南",
    "仁青",
    "丹增",
    "白玛",
    "央金",
    "尼玛",
    "才旦卓玛",
    "扎西多吉",
    "旦增罗布",
    "索朗旺堆",
    "拉毛草",
    "尕藏才旦",
    "益西",
    "顿珠",
    "曲珍",
    "贡布",
    "洛桑",
    "平措",
    "吉克阿牛",
    "沙马依布",
    "阿依",
    "曲比木呷",
    "木呷",
    "拉日",
    "吉木尔古",
    "尔古",
    "阿卜杜拉",
    "吐尔逊",
    "古丽",
    "阿依古丽",
    "艾合买提",
    "热合曼",
    "库尔班",
    "玉素甫",
    "帕提古丽",
    "麦麦提",
    "赛买提",
    "叶尔肯",
    "哈那提",
    "努尔兰",
    "巴合提",
    "加依娜",
    "叶尔江",
    "岩温",
    "玉罕",
    "岩罕",
    "木嘎",
    "普布",
    "达娃",
    "边巴",
    "强巴",
]
DIVIDED = [
    "买买提",
    "吐尔逊",
    "艾合买提",
    "热合曼",
    "库尔班",
    "玉素甫",
    "阿卜杜",
    "麦麦提",
    "赛买提",
    "艾山",
    "依明",
    "司马义",
    "努尔",
    "古丽",
    "阿依",
    "帕提",
    "海里",
    "木拉提",
    "阿力木",
    "艾力",
    "巴合提",
    "叶尔",
    "马合木提",
    "哈力克",
    "托合提",
    "亚森",
    "吾守尔",
    "卡德尔",
    "萨迪克",
    "热依拉",
]
HAMLET_HEADS = "上下前后东西南北大小新老中"
HAMLET_ENDS = "湾沟庄坡坪坝岭堡店桥营塘寨岗洼台圩浜埠畈冲垭坳川窑屯铺集"


class Swapper:
    """Callable on a text and its names; gives a text with others and their places."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._surnames: dict[str, list[str]] = {}
        self._class = rulebook.values("surnames")
        for surname, kind in self._class.items():
            self._surnames.setdefault(kind, []).append(surname)
        words = rulebook.lexicon("common_words").words()
        self._words = sorted(w for w in words if len(w) == 2 and w[0] in self._class)
        divisions = set(rulebook.values("divisions"))
        self._divisions = sorted(divisions)
        self._towns = sorted(rulebook.lexicon("townships").words())

    def __call__(self, text: str, spans: Spans, chance: random.Random) -> tuple[str, Spans]:
        """The text with most of its names swapped; other spans move along."""
        swapped: dict[tuple[str, str], str] = {}
        pieces: list[str] = []
        moved: Spans = []
        reached = length = 0
        for start, end, kind in sorted(spans, key=lambda span: (span[0], -span[1])):
            if start < reached:
                continue
            old = text[start:end]
            if (kind, old) not in swapped:
                keep = chance.random() < 0.15
                swapped[kind, old] = old if keep else self._other(kind, old, chance)
            name = swapped[kind, old]
            pieces += text[reached:start], name
            length += start - reached
            moved.append((length, length + len(name), kind))
            length += len(name)
            reached = end
        return "".join((*pieces, text[reached:])), moved

    def _other(self, kind: str, old: str, chance: random.Random) -> str:
        match kind:
            case "person":
                return self._person(old, chance)
            case "place":
                return self._place(old, chance)
            case "organization":
                return self._organization(old, chance)
            case _:
                return old

    def _surname(self, chance: random.Random) -> str:
        draw = chance.random()
        kinds = (("common", 0.45), ("rare", 0.78), ("word", 0.94), ("compound", 1.0))
        kind = next(kind for kind, share in kinds if draw < share)
        return chance.choice(self._surnames[kind])

    def _person(self, old: str, chance: random.Random) -> str:
        if "·" in old:
            return f"{chance.choice(DIVIDED)}·{chance.choice(DIVIDED)}"
        surname = old[:2] if old[:2] in self._class and len(old) > 1 else old[:1]
        given = len(old) - len(surname)
        if surname in self._class and given <= 2:
            if given == 0:
                return self._surname(chance)
            if given == 1 and chance.random() < 0.18:
                return chance.choice(self._words)
            if chance.random() < 0.05:
                return chance.choice(UNDIVIDED)
            count = given if chance.random() < 0.85 else 3 - given
            return self._surname(chance) + _drawn(GIVEN, count, chance)
        if len(old) >= 3:
            return chance.choice(UNDIVIDED)
        return _drawn(GIVEN, len(old), chance)

    def _place(self, old: str, chance: random.Random) -> str:
        draw = chance.random()
        if draw < 0.3 and len(old) in (2, 3):
            head = chance.choice(HAMLET_HEADS)
            if len(old) == 3:
                family = chance.choice(self._surnames["common"] + self._surnames["rare"])
                head = f"{family}家" if draw < 0.18 else _drawn(HAMLET_HEADS + GIVEN, 2, chance)
            return head + chance.choice(HAMLET_ENDS)
        pool = self._towns if draw < 0.8 else self._divisions
        for _ in range(20):
            name = chance.choice(pool)
            if len(name) == len(old) or chance.random() < 0.15:
                return name
        return old

    def _organization(self, old: str, chance: random.Random) -> str:
        draw = chance.random()
        if len(old) <= 3:
            return _drawn(BRAND, len(old), chance)
        if draw < 0.6:
            return _drawn(BRAND, 2, chance) + old[2:]
        if draw < 0.9:
            return self._place("二字", chance)[:3] + old[2:]
        return _drawn(BRAND, 3, chance) + old[2:]


def _drawn(characters: str, count: int, chance: random.Random) -> str:
    return "".join(chance.choice(characters) for _ in range(count))
