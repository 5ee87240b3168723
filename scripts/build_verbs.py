"""Build rules/lexicons/verbs.txt, words of two to four characters that are mostly verbs.

They come from jieba's dict.txt (MIT): what it tags ``v``. The tag is the word's most
frequent one, so two hand-made lists correct it for official speech: verbs that it tags
otherwise, and words that stand as nouns beside a figure (收入, 贷款, 补助).

    python scripts/build_verbs.py -o rules/lexicons/verbs.txt
"""

import argparse
import importlib.metadata
import importlib.util
import re
import sys
from pathlib import Path

THRESHOLD = 50
HAN_WORD = re.compile(r"[\u3400-\u9fff]{2,4}")

# Verbs of the genre that jieba lacks or tags otherwise.
VERBS = """
种下 命名 建设 新建 改建 扩建 续建 在建 整治 投产 投资 培训 改造提升 举办 承办
签约 落户 出栏 存栏 脱贫 摘帽 选派 互派 下派 招录 招聘 评审 入驻 入园 入库 入户
出库 出动 出具 出台 投用 启用 竣工 封顶 开工 开园 开学 开街 开建 开镰 开馆 开机
开标 复工 复产 复耕 复垦 撤并 撤离 转移 安置 拆除 拆迁 排查 巡查 巡护 巡河 巡逻
抽查 检查 检测 检修 查处 查获 查扣 查封 查出 查明 办结 办理 结案 立案 审结 受理
受伤 受灾 受益 受训 获评 获批 获奖 荣获 授信 放贷 发放 兑付 兑现 拨付 下拨 到账
到位 缴纳 缴税 上缴 上报 上楼 上岗 上市 上线 下沉 下发 包保 包抓 包联 结对 联系
帮扶 帮带 慰问 走访 动员 带动 带领 带着 领着 参会 参训 参保 参赛 参评 出席 出勤
收治 救治 救助 接诊 接待 接收 接种 收购 收割 播种 播下 栽植 栽种 种植 新植 补植
补种 抚育 养殖 放流 投放 清运 清理 清淤 清退 清查 疏浚 加固 修缮 修复 修建 修编
铺设 架设 安装 装机 安放 配备 配齐 购置 采购 购买 储备 存储 储存 盖起 建起 建成
建立 建档 建造 搭建 组建 创建 打造 打通 贯通 通车 通航 通水 通电 实施 推进 推行
推广 开展 开通 开设 开办 设立 设置 成立 引进 引育 认定 评选 评定 创办 孵化 培育
培养 提拔 调整 减免 减负 降低 压减 压降 压缩 缩短 化解 处置 盘活 收回 收储 流转
托管 出租 供应 供地 供水 供电 供热 用水 达标 超标 完不成 完成 达到 实现 缩减 扣减
追究 问责 处分 处理 通报 移送 吊销 关停 关闭 取缔 淘汰 搬迁 迁入 征收 征拆 交付
落实 实行 执行 反馈 报送 报到 报名 提交 销号 整改 摸排 摸清 滞留 涉及 惠及 覆盖
辐射 服务 服役 退役 入伍 入职 入学 毕业 就业 创业 从事 担任 任职 履职 值守 值班
待命 驻守 坚守 坚持 坐落 位于 来自 引导 组织 发动 申报 立项 批复 批准 同意 印发
公布 公示 公开 挂牌 揭牌 揭榜 点亮 亮灯 试车 试运行 试点 运行 运营 运送 运输 发送
吞吐 开行 增开 加开 封闭 封山 禁捕 禁渔 休渔 解封 恢复 重建 受灾 死亡 失踪 遇难
牺牲 倒伏 泄漏 坍塌 起火 追尾 撞上
"""

# Words that jieba tags as verbs and that name what a figure counts.
NOUNS = """
配套 住宅 注册 招生 新生 师生 在校 在职 特困 留守 困难 贫困 脱贫户 失能 失独 优抚
退役 退休 离休 流动 临时 高级 残疾 收入 支出 消费 补助 补贴 贷款 消耗 结余 存款
投诉 诉求 欠账 欠薪 举报 提案 建议 议案 报告 规划 计划 通知 编制 编程 装备 设备
储备粮 代表 编辑 导游 翻译 领导 指挥 指导员 教授 教练 裁判 参谋 总结 决定 决议
发明 创新 创造 奖励 罚款 捐款 捐赠 赔偿 借款 欠款 余额 亏损 盈利 利润 交易 债务
纠纷 争议 矛盾 隐患 事故 火灾 洪水 降雨 降水 试验 实验 展览 演出 比赛 活动 会议
出口 进口 存栏 出栏 出勤率 覆盖率 增加值 利用率 安置房 应用 需求 供给 供电所 供销社
储蓄 保险 保障 担保 分红 提成 救护 救护车 消防 消防车 养老 低保 危房 黑臭 排放
展示 展板 行程 航线 航班 保洁 保洁员 巡河员 护林 护边 护路 监管 监测 监督 预算
决算 结算 核算 成活率 入学率 就诊 门诊 住院 住户 搬迁户 脱贫户 建筑 设计 装修 通道
照明 标识 标记 标语 展位 摊位 停车 停车场 充电 充电桩 游览 游客 旅游 观光 生日
来宾 学习 教育 讲座 宣讲 党课 培训班 合同 协议 签字 承诺 意见 批评 表扬 问题 作业
工作 事项 产出 投入 投资 用工 招工 务工 打工 打卡 生产 制造 加工 工作面 种子 养殖
种植 造林 绿化 灌溉 播种 收成 收割 收割机 采摘 加油 行走 上访 信访 来访 起诉 诉讼
处罚 处分 立案 案件 犯罪 犯人 经营 营业 销售 收购 采购 订购 订单 贸易 物流 运输
快递 快件 邮件 包裹 存量 流量 容积 占地 用地 耕地 用水 用电 蓄水 蓄水池 供水 排水
输水 引水 补水 节水 污水 管护 管理 服务 治理 招商引资 招商 引资
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, required=True)
    output = parser.parse_args().output
    spec = importlib.util.find_spec("jieba")
    if spec is None or not spec.submodule_search_locations:
        print("jieba is not installed: pip install jieba==0.42.1", file=sys.stderr)
        return 2
    dictionary = Path(spec.submodule_search_locations[0]) / "dict.txt"
    verbs = set(VERBS.split())
    for line in dictionary.read_text("utf-8").splitlines():
        word, frequency, tag = line.split(" ")
        if tag == "v" and int(frequency) >= THRESHOLD and HAN_WORD.fullmatch(word):
            verbs.add(word)
    verbs -= set(NOUNS.split()) - set(VERBS.split())
    header = [
        "# name: verbs",
        "# about: 二至四字的动词；数字后面的名词到它为止，数字前面的它说明数字的由来",
        f"# source: jieba {importlib.metadata.version('jieba')} dict.txt, tag v, frequency >= "
        f"{THRESHOLD}; corrected by hand in scripts/build_verbs.py",
        "# licence: MIT (jieba, copyright 2013 Sun Junyi; corrections: this project)",
        "# date: 2026-11-22",
    ]
    output.write_text("\n".join([*header, *sorted(verbs)]) + "\n", "utf-8")
    print(f"{len(verbs)} verbs", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
