"""Generate Chinese official speeches whose slots are known by construction.

Every speech is made from templates with typed markers; the function behind a marker returns text
together with its gold kind, so no span is ever searched for. A speech depends only on the seed,
its own number and the length bounds: a small corpus is a prefix of a larger one, and the shape
in which a speech is served (flat, wrapped, site) does not change its text.

    python scripts/generate_corpus.py --count 1000 --seed 7 -o OUTDIR --shape mixed
    python scripts/generate_corpus.py --count 20 --seed 7 -o - > gold.jsonl
"""

from __future__ import annotations

import argparse
import json
import random
import re
import string
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

Marked = list[tuple[str, str]]  # (text, kind); kind "" is text that stays
Span = tuple[int, int, str]

SHAPES = ("plain", "flat", "wrapped", "site")
MIN_CHARS, MIN_ROOM = 400, 100  # less than this holds no speech; a narrower window is luck
MAX_ATTEMPTS = 300
NAME_KINDS = ("person", "place", "organization", "name")

# One paragraph a line, however long, so that a reader compares whole paragraphs.
# `# topic;levels;office;months;meetings` opens a subject. Its tags: P progress, Q problems,
# R tasks (lead｜body); the last subject is what all share: L leadership, C contacts and identity
# numbers, O openings, E endings, T and H introductions and headings of sections, F sentences that
# fill up. No fact is a Chinese numeral under ten here: what `standard` does with those is open.
TEMPLATES = """
# 工业经济;省市县;工信;3-11;工业经济运行调度会/工业高质量发展推进会/工业项目集中攻坚动员会
P 工业运行稳中有进｜{months}，全{lv}规模以上工业增加值增长{pct:3.1-14.8}，高于{wider}平均水平{pts:0.4-4.9}个百分点，增速居{wider}第{num:2-12}位；完成工业投资{money:8.2-96.5亿元}，同比增长{pct:5.2-28.6}。其中{unit:a}、{unit:b}贡献最大，工业用电量分别增长{pct:4.1-16.8}和{pct:3.2-12.5}。
P 项目建设提速增效｜年初确定的{qty:60-180个}重点工业项目，已开工{qty:21-58个}，总投资{money:60.5-380亿元}。{firm:a}投资{money:1.2-9.8亿元}的智能化改造项目{past}投产，年产能达到{qty:2-40万吨}。总经理{person:a}讲，从签约到投产只用了{qty:110-290天}，靠的是专班的贴身服务。
P 创新动能加快积聚｜全{lv}高新技术企业达到{qty:31-280家}，研发投入强度{pct:1.2-3.9}，比上年提高{pts:0.1-0.9}个百分点。{firm:a}牵头的“{brand}”项目通过验收，总工程师{person:a}带领{qty:12-40人}的团队攻关{qty:300-900天}，换来发明专利{qty:11-46件}。新建5G基站{qty:~300-2600座}，{ratio}的规上企业完成了数字化改造。
Q 项目支撑不够有力｜投资过亿元的在建项目只有{qty:11-29个}，比去年同期少{qty:2-9个}。{firm:a}、{firm:b}反映订单不足、招工困难，产能利用率仅为{pct:41-68}；{unit:a}工业投资下降{pct:2.1-19.6}，拖了全{lv}的后腿，回去要认真查一查原因，不能总拿大环境当借口。
Q 企业效益持续承压｜规上企业亏损面达到{pct:12.1-29.8}，应收账款{money:3.2-48.6亿元}，同比上升{pct:4.3-21.7}。{firm:a}一家就被拖欠货款{money:800.5-4900.5万元}，董事长{person:a}为了给{qty:~120-900名}工人按时发工资，把自家的房子都抵押了。这样的企业家，我们没有理由不帮。
R 千方百计稳增长｜对停产半停产的{qty:12-60户}企业，逐户建立台账，由{head}牵头，{due}前拿出帮扶方案。{firm:a}、{firm:b}等龙头企业满负荷生产的，按新增产值给予奖励，最高不超过{money:!50-300万元}。水电气运等要素保障实行24小时值班，企业有呼声，我们就要有回应。
R 集中精力抓项目｜坚持高水平策划、高效率推进，年底前再开工{qty:12-36个}项目，新增投资{money:10.5-88亿元}。{place:产业园}要加快完善路网和管网，{due}前交付标准厂房{qty:3.5-28万平方米}。{unit:a}的{firm:a}二期由{deputy}包联，各部门都要主动上门办手续。
R 持之以恒促转型｜“{plan}”规划已经明确了方向，关键在落实。要推动{qty:~40-260家}传统企业上云用数，支持{firm:a}与{out}的科研院所共建实验室，对首台（套）装备给予{pct:10-30}的补贴。力争到{year:1}年，战略性新兴产业占比达到{pct:18-42}。
# 招商引资;市县镇;商务;3-11;招商引资工作推进会/项目招引攻坚动员会/招商引资和项目建设调度会
P 招引成果好于预期｜今年以来，全{lv}新签约项目{qty:21-160个}，协议资金{money:18.6-420亿元}，到位{money:6.2-17.8亿元}，完成年度任务的{pct:61.5-98.3}。{out}客商{person:a}投资的{firm:a}落户{unit:a}，从洽谈到开工不足{qty:60-180天}。{surname:a}总逢人便说，看中的就是这里的人说到做到。
P 推介活动成效明显｜{past}在{out}举办的“{brand}”招商推介会，来了{qty:~80-460位}企业家，现场签约{money:3.5-68亿元}，其中{firm:a}的冷链物流项目计划投资{money:^3.5-9.8亿元}。会务组从筹备到收官只用了{qty:15-45天}，花钱比往年少{ratio}，这个账算得值。
P 驻点招商打开局面｜派往{out}、{out}的小分队，走访企业{qty:~120-980家}，带回有效信息{qty:31-118条}。队员{person:a}、{person:b}连续{qty:21-86天}没有回家，硬是促成{firm:a}增资{money:2000-9600万元}。{given:a}同志在日记里写道，招商就是把冷板凳坐热。这股韧劲值得大家学习。
Q 落地见效偏慢｜签约项目开工率只有{pct:38.2-64.7}，{ratio}的项目卡在用地、环评环节。{firm:a}签约{qty:120-360天}还没有拿到施工许可，负责人{person:a}给我打了{qty:11-26个}电话。客商用脚投票，今天能来，明天也能走，这个道理大家要懂。
Q 项目质量不高｜投资不足{money:!2000-5000万元}的小项目占到{pct:41.2-72.5}，亩均税收仅{money:3.1-9.8万元}，比{wider}平均水平低{pct:6.2-31.5}。{unit:a}引进的{qty:11-25个}项目，真正投产的不到{ratio}。光图热闹不看门道，捡到篮子里的未必是菜。
R 盯住产业链条招｜围绕主导产业绘制招商图谱，重点对接{out}、{out}。{deputy}带头外出，{subs}主要负责人每月外出不少于{qty:2-5次}。对{firm:a}这样的链主企业，要一企一策、一盯到底，{due}前促成配套项目{qty:11-28个}。
R 扭住开工投产抓｜实行代办帮办，一个项目、一名领导、一张清单。{firm:a}项目由{head}包联，{due}前必须开工；{place:产业园}预留的{qty:^120-300亩}用地，优先保障{firm:b}。每周一上午{clock:8-10}开碰头会，只谈问题，不讲成绩。
R 兑现招商承诺｜新官要理旧账。凡是合同约定的，一分不能少、一天不能拖。{doc}文件明确的奖补资金{money:300.5-9800.5万元}，{due}前全部拨付到位。谁让客商寒了心，我们就让谁红红脸，问责到人，决不含糊。
# 防汛抗旱;市县镇;水利;5-8;防汛抗旱工作会议/防汛紧急视频调度会/防汛减灾工作会议
P 各项准备扎实有序｜汛前排查水库{qty:11-160座}、山塘{qty:~200-1900口}，整改隐患{qty:31-240处}；储备编织袋{qty:3-40万条}、冲锋舟{qty:11-90艘}，组建抢险队伍{qty:12-60支}、{qty:~600-3900人}。{past}在{place:水库}组织的演练，{qty:30-55分钟}就完成了转移，参演群众都竖大拇指。
P 去年大考交出合格答卷｜去年{month:6-8}月那场暴雨，{place:河}水位一度超警{qty:0.6-2.8米}。{unit:a}干部{person:a}带着党员突击队，冒雨蹚水，挨家敲门，从凌晨{clock:2-4}干到天亮，转移群众{qty:~200-1900名}，没有一人伤亡。{given:a}同志的嗓子哑了好些天，这就是党员的样子。
P 工程短板加快补齐｜投资{money:1200.5-9600.5万元}的{place:河}治理工程完成{pct:62-96}，加固堤防{qty:12.5-86.4公里}；{place:水库}除险加固{past}通过验收，可保护下游{qty:1.2-18.6万人}、农田{qty:2.1-36.5万亩}。施工方{firm:a}春节没有停工，我代表{organ}谢谢他们。
Q 雨情水情不容乐观｜据气象部门预测，今年汛期降雨量{qty:^420-980毫米}，比常年偏多{pct:8-32}，{place:河}、{place:河}可能出现超警洪水。{unit:a}、{unit:b}地势低洼，{qty:~300-2800户}群众住在危险区。不怕雨来得猛，就怕心放得松。
Q 麻痹思想依然存在｜{past}夜里{clock:10-11}，督查组抽查了{qty:15-60个}值班点，{unit:a}的电话响了{qty:11-19声}没人接，{place:水库}的巡查记录整整{qty:12-25天}是一个人的笔迹。值班员{person:a}已经停职检查。这样的事，绝不允许发生第二次。
R 守牢水库堤防｜病险水库一律空库度汛，巡查责任人每天巡查不少于{qty:2-4次}。{place:水库}水位超过{qty:58.5-196.5米}，立即预泄；{place:河}险工段由{deputy}驻守，{unit:a}备足块石{qty:!800-6000方}。每一座库、每一段堤，都要有名有姓、有人有责。
R 转移避险走在雨前｜宁可十防九空，不可失防万一。{qty:60-480处}隐患点、{qty:~900-6800名}受威胁群众，要逐户落实转移对象、路线和安置点。预警发出后，{qty:15-30分钟}到户、{qty:40-90分钟}转移完毕，独居老人由{village:a}支书{person:a}这样的包户干部背也要背出来。
R 严格落实值班值守｜从今天起到{due}，各级领导干部在岗带班，24小时值班，有事报情况、无事报平安。防办值班电话{phone}，{head}手机{mobile}，全天畅通；抢险指挥车{plate}停放在院内，随时待命。
# 森林防火;市县镇;林业;3-4;森林防火工作会议/森林防灭火紧急电视电话会议/春季森林防火动员会
P 去年实现有火无灾｜去年全{lv}发生森林火情{qty:2-9起}，同比下降{pct:18-61}，过火面积仅{qty:3.5-48亩}，受害率远低于{wider}平均水平。{unit:a}护林员{person:a}今年{qty:51-68岁}，守着{place:山}{qty:~1800-9600亩}林子，{qty:12-34年}没有起过一把山火。
P 群防群治深入人心｜发放宣传单{qty:~8000-96000份}，签订责任书{qty:3200-68000份}，{qty:~400-2600名}护林员配上了巡护终端。{village:a}的“{brand}”巡逻队平均年龄{qty:52-66岁}，天天敲锣进山，队长{person:a}说，山是大家的饭碗，谁也砸不起。
Q 高火险天气持续｜入春以来，平均降水量只有{qty:6.5-28.4毫米}，比常年偏少{ratio}，气温偏高{qty:1.2-3.6℃}，{place:山}、{place:岭}一带地表可燃物每公顷超过{qty:12-38吨}，一点火星就可能酿成大祸。春耕在即，上坟烧纸、烧荒燎地的又多了起来。
Q 火源管控还有漏洞｜{past}，{unit:a}村民{person:a}烧田埂引发山火，动用{qty:~160-720人}扑救了{qty:11-30个小时}，过火{qty:60-380亩}，当事人被依法刑拘。查一查，护林员那天去喝喜酒，卡口也没有人。人防是根本，人不在位，再好的探头也是摆设。
R 管死野外火源｜{period}为森林高火险期，一切野外用火停止审批。{qty:30-160处}进山卡口要见车必检、见人必登，痴呆、智障等重点人员由亲属签字看护。对违规用火的，一律罚款{money:!500-3000元}，构成犯罪的移送司法机关。
R 管住关键地段｜{place:林场}、{place:山}和{road}沿线是重中之重，由{deputy}包片。{unit:a}、{unit:b}要在{due}前完成坟头、地边可燃物清理{qty:~600-4200处}，{firm:a}承建的{qty:12-86公里}林区道路两侧要一次清到位，由施工方和乡镇共同验收。
R 提升扑救能力｜专业队集中食宿、靠前驻防，24小时值班备勤，接令后{qty:5-10分钟}出动。补充风力灭火机{qty:60-380台}、防火服{qty:200-1600套}。坚持打早、打小、打了，安全第一，任何时候不得盲目上山。火警电话12119，值班室电话{phone}，都要保持畅通。
# 教育;省市县;教育;3-11;教育工作会议/教育高质量发展大会/义务教育优质均衡发展推进会
P 办学条件持续改善｜去年全{lv}教育支出{money:2.6-68.4亿元}，增长{pct:3.2-12.8}，新建改扩建学校{qty:11-68所}，增加学位{qty:~2600-18600个}，大班额比例由{pct:11.5-19.8}降到{pct:1.2-4.6}。{unit:a}的{school:a}{past}交付使用，{qty:~600-2400名}孩子搬进了新教室。
P 教师队伍不断壮大｜公开招聘教师{qty:~120-960名}，交流轮岗{qty:~80-620人}。{village:a}小学教师{person:a}，{year:-18}年师范毕业后就扎根深山，{qty:13-21年}送走{qty:~260-980名}学生，去年查出重病，手术后{qty:11-25天}又站上了讲台。{surname:a}老师，请接受我们的敬意。
P 教育质量稳步提升｜义务教育巩固率{pct:95.1-99.6}，高中阶段毛入学率{pct:89.2-97.8}，居{wider}第{num:2-12}位。{school:a}的“{brand}”社团在{out}举行的比赛中拿下{qty:11-25枚}奖牌，辅导老师{person:a}功不可没。孩子们的笑脸，就是对我们最好的评价。
Q 发展不够均衡｜城区学校挤、乡村学校弱的问题没有根本解决。{school:a}一个班最多{qty:56-68人}，而{unit:a}的{village:a}小学全校只有{qty:11-38名}学生。音体美教师缺额{qty:60-480名}，占编制数的{pct:4.1-16.5}。人民群众对好学校的期盼，就是我们的考题。
Q 校园安全仍有隐患｜最近一次检查，发现消防、食堂、校车等方面问题{qty:31-260条}，{unit:a}配送食材的{firm:a}冷库温度记录{qty:11-23天}没有更新，已被终止合同。孩子的安全没有小事，出了问题，谁都交不了账。
R 坚持立德树人｜21世纪的竞争说到底是人才的竞争。要开齐开足思政课、体育课和劳动课，保证学生每天锻炼不少于{qty:1.5-2小时}，近视率下降{pts:1.2-3.5}个百分点。推广{school:a}的“{brand}”做法，{due}前形成可复制的经验。
R 建强教师队伍｜落实教师待遇，乡村教师补贴由每月{money:!200-400元}提高到{money:!500-900元}，{year:1}年前建成周转房{qty:120-960套}。对师德失范的，实行一票否决。{head}要带头联系{school:a}，每学期听课不少于{qty:11-20节}。
R 扩大优质供给｜推进集团化办学，{school:a}与{unit:a}的{qty:11-16所}薄弱学校结成共同体。总投资{money:0.8-6.8亿元}的{place:新区}教育园{due}前开工，规划班级{qty:36-120个}，建成后可新增学位{qty:1600-5400个}，力争{ratio}以上的随迁子女就近入学。
# 卫生健康;市县;卫生健康;3-11;卫生健康工作会议/疫情防控工作调度会/深化医改工作推进会
P 服务能力明显增强｜{months}，域内就诊率{pct:81.2-93.6}，比上年提高{pts:0.6-4.2}个百分点；{hospital:a}门诊量{qty:6.2-48.6万人次}，三四级手术占{pct:36.5-61.2}，平均住院日{qty:6.2-8.9天}。请{out}专家驻点，{qty:~260-1900名}患者在家门口做上了手术。
P 基层网底更加牢固｜改造卫生院{qty:11-36所}、村卫生室{qty:31-380个}，投入{money:860.5-6800.5万元}。{village:a}村医{person:a}背着药箱走了{qty:18-36年}，手机里存着{qty:~300-1200个}乡亲的电话，夜里一响就出门。群众说，{surname:a}大夫的灯就是我们的定心丸。
P 疫情防控有力有效｜面对突如其来的疫情，广大医务人员白衣执甲、逆行出征，累计采样{qty:12.5-160.8万人次}，接种疫苗{qty:21.5-98.6万剂}。{firm:a}捐赠N95口罩{qty:2-20万只}、防护服{qty:800-6000套}，{hospital:a}护士长{person:a}连续{qty:31-58天}没有下过火线。
Q 人才短板突出｜每千人口执业医师只有{qty:1.6-2.9名}，比{wider}平均水平少{qty:0.2-0.9名}；{unit:a}卫生院{qty:11-19年}没有进过一名本科生，儿科医生{person:a}一个人顶了{qty:110-160个}夜班。引不来、留不住的问题，再不解决就要断档。
Q 医疗费用增长偏快｜次均住院费用{money:4200-8900元}，同比上涨{pct:3.6-12.4}。{past}检查发现，{firm:a}下属的民营医院虚开住院天数，涉及医保基金{money:18.6-260.5万元}，已全部追回并处{times:2-5}倍罚款。老百姓的救命钱，一分一厘都不能动。
R 深化医药卫生改革｜以{hospital:a}为龙头组建医共体，人财物统一管理，{due}前挂牌运行。集采药品扩大到{qty:260-580种}，平均降价{pct:41-63}。检查检验结果互认项目达到{qty:60-160项}，让群众少跑腿、少花钱、看好病。
R 织密公共卫生防线｜落实N95口罩、防护服等物资储备，满足{qty:30-60天}用量。疾控中心实行24小时值班，疫情报告不超过{qty:2-4小时}，120急救半径压缩到{qty:8-15公里}。{unit:a}、{unit:b}的发热哨点{due}前全部投用，咨询电话{phone}要有人接、接得通。
R 加快重点项目建设｜投资{money:1.2-9.6亿元}的{hospital:a}新院区，设计床位{qty:!300-900张}，由{deputy}包联，{due}前主体封顶。施工单位{firm:a}在现场的{qty:~120-480名}工人要管好，质量要过硬，廉洁也要过硬，把医院建成放心工程。
# 信访;市县;信访;3-11;信访工作联席会议/信访突出问题攻坚化解推进会/信访维稳工作会议
P 信访形势总体平稳｜{months}，全{lv}受理信访事项{qty:~360-4800件}，同比下降{pct:6.2-28.4}，办结率{pct:91.2-98.9}，群众满意率{pct:88.5-97.6}，居{wider}第{num:2-12}位。{unit:a}、{unit:b}实现了零上行。成绩来之不易，靠的是大家一件一件地磨、一户一户地谈。
P 积案化解取得突破｜{head}包案的{village:a}征地补偿一案，前后拖了{qty:11-19年}。专班翻阅卷宗{qty:~120-860页}，上门{qty:21-56趟}，{past}终于签了息访协议，补偿款{money:8.6-68.5万元}一次付清。老人{person:a}拉着干部的手说，早有人这样坐下来听，我何必跑断腿。
P 源头预防不断加强｜建成“{brand}”调解室{qty:31-260个}，网格员{qty:~260-2800名}，化解矛盾{qty:~900-8600起}，调解成功率{pct:93.1-99.2}。12345热线响应时间压缩到{qty:11-30分钟}，{unit:a}调解员{person:a}的“拉家常”工作法，省里专门派人来看过。
Q 初信初访办理不实｜重复信访占到{pct:18.5-41.6}，{ratio}是因为首办环节敷衍了事。{unit:a}有一件反映邻里排水的小事，转了{qty:11-16个}部门，盖了{qty:11-19个}章，就是没人到现场看一眼。小事拖大、大事拖炸，根子在作风。
Q 重点领域矛盾集中｜欠薪、办证、征迁类诉求合计{qty:160-980件}，占{pct:41.5-73.8}。{firm:a}拖欠{qty:~60-480名}农民工工资{money:86.5-960.5万元}，{past}引发聚集；{place:花园}小区{qty:~300-1800户}业主{qty:11-15年}拿不到房产证。群众的火气从哪里来，我们心里要有数。
R 把矛盾化解在基层｜坚持关口前移、重心下移，{subs}每月排查不少于{qty:2-4次}，一般问题{qty:5-10日}内办结，复杂问题{qty:30-60日}内办结。{deputy}每周五下午{clock:2-4}到{place:路}接访大厅坐班，群众点谁，谁就要到场。
R 攻坚化解信访积案｜全{lv}剩余的{qty:31-180件}积案，一律由领导包案，{due}前化解率不低于{ratio:c}。{firm:a}的欠薪案件由{head}负责，资产处置所得{money:300.5-2600.5万元}优先用于支付工资，工人代表{person:a}等人全程监督。
R 畅通拓宽信访渠道｜12345热线、领导信箱和网上信访一个口子受理。举报投诉电话{phone}，邮箱{email}，24小时有人值守，{qty:15-30分钟}内转办，{qty:3-5日}内回音。第一次办理不满意的，换人办；第二次还不满意的，领导亲自办。
# 乡村振兴;省市县;农业农村;3-11;农业农村工作会议/巩固脱贫成果同乡村振兴有效衔接推进会/乡村建设现场会
P 粮食生产再获丰收｜全{lv}粮食播种面积{qty:21.5-380.6万亩}，总产{qty:8.6-160.8万吨}，增长{pct:0.6-4.8}；建成高标准农田{qty:2.1-46.8万亩}。{unit:a}种粮大户{person:a}的{qty:~300-1900亩}水稻，亩均单产{qty:560-720公斤}，比周边高出{pct:6-18}，靠的是良种良法和一身泥水。
P 脱贫成果持续巩固｜投入衔接资金{money:860.5-9800.5万元}，实施项目{qty:31-260个}；脱贫人口人均纯收入{money:11200-18900元}，增长{pct:8.1-15.6}。{village:a}的{person:a}一家，前些年还欠着{money:2.1-6.8万元}外债，去年靠养{qty:31-160头}黄牛，收入突破{money:12-36万元}，第一个交了入党申请书。
P 特色产业越做越强｜“{brand}”牌农产品卖到{out}、{out}，线上销售{money:1200.5-9800.5万元}。{firm:a}流转土地{qty:~600-5800亩}，吸纳{qty:~120-960户}务工，户均增收{money:3600-18600元}；{unit:a}建成大棚{qty:~200-2600座}，周边人家都有了稳定营生。
Q 产业链条偏短｜农产品加工转化率只有{pct:38-61}，{ratio}的果蔬当原料卖掉，一斤只值{money:1.2-6.5元}，人家换个包装，一斤卖到{money:18-60元}。{unit:a}的冷库去年只用了{qty:45-120天}，{firm:a}建起来的分拣线也吃不饱，利润都让别人赚走了。
Q 村级集体经济薄弱｜经营性收入不足{money:!5-10万元}的村还有{qty:31-260个}，占{pct:12.5-41.8}。{village:a}、{village:b}的集体账上分别只有{money:8600-29800元}和{money:3200-9600元}，换个路灯都要去化缘。手里没有一把米，叫鸡都不来。
R 守住粮食安全底线｜确保粮食播种面积不少于{qty:21.5-360.5万亩}，{due}前完成撂荒地复垦{qty:1200-9600亩}。{head}要组织农机{qty:~300-2600台}跨区作业，{unit:a}、{unit:b}每亩补贴{money:!60-180元}，验收一批、兑付一批，决不允许打白条。
R 发展富民特色产业｜每个乡镇培育主导产业，每个村建好合作社。支持{firm:a}在{village:a}建设加工园，投资{money:2600-9800万元}，带动种植{qty:1.2-8.6万亩}；合作社与农户按{ratio:r}分红，让群众既挣薪金又分股金，日子一年更比一年好。
R 建设宜居宜业乡村｜{due}前改造户厕{qty:~1200-9600座}、硬化道路{qty:31.5-280.6公里}，{place:河}沿岸的{qty:31-160个}村同步治污水、治垃圾。{village:a}的“{brand}”积分超市，垃圾分类攒{qty:50-200分}就能换一袋盐，花小钱办了大事，要推开。
# 安全生产;市县镇公;应急管理;3-11;安全生产工作会议/安全生产紧急视频会议/安全生产专项整治推进会
P 安全形势稳定向好｜{months}，全{lv}事故起数下降{pct:11.2-38.6}，死亡人数下降{pct:12.5-41.8}，没有发生较大以上事故。排查隐患{qty:~260-8600条}，整改率{pct:94.2-99.6}，罚款{money:86.5-680.5万元}。安全员{person:a}巡检时听出异响，提前{qty:15-40分钟}叫停设备，避免了一场事故，应当记功。
P 专项整治动真碰硬｜组成{qty:12-36个}检查组，采取不发通知、不打招呼的方式，对{unit:a}、{unit:b}等处暗访{qty:31-160次}，停产整顿{qty:11-28家次}，查封违规点{qty:11-46处}。{past}夜里{clock:10-11}，拦下无证运输车{plate}，扣押危险品{qty:1.2-9.8吨}。
P 智慧监管初见成效｜投资{money:320.5-2600.5万元}建成监测平台，接入探头{qty:~300-4600路}、5G基站{qty:21-160座}，预警{qty:~160-980次}，处置率{pct:96.1-99.8}。平台负责人{person:a}带着{qty:11-18名}“95后”轮班盯屏，24小时值班，硬是把事后追责变成了事前预警。
Q 事故教训十分深刻｜{ymd}凌晨{clock:2-4}，{firm:a}发生一起有限空间事故，造成{qty:2-3人}死亡，直接经济损失{money:186.5-960.5万元}。调查表明，作业票是补签的，气体检测仪{qty:60-180天}没有校准，班长{person:a}明知超标仍然派人下去。血的代价，换不来第二次机会。
Q 主体责任悬空｜抽考{qty:31-120名}负责人，及格的只占{pct:41-68}；{ratio}的应急预案照抄照搬，有的连单位名称都忘了改。{unit:a}的隐患台账，{past}前的记录竟是同一天补出来的。自己骗自己，最后骗来的是事故。
R 全面排查重大隐患｜从现在起开展百日攻坚，危化、消防、建筑、燃气逐项过筛。重大隐患挂牌督办，{due}前销号率达到{pct:95-99}。{deputy}负责危化领域，{head}负责燃气领域，{unit:a}负责的{qty:31-160处}老旧管网要全部换完。
R 强化应急处置能力｜应急队伍{qty:5-10分钟}集结、{qty:15-30分钟}到场，24小时值班备勤。{firm:a}储备的泡沫液{qty:20-80吨}、堵漏器材{qty:60-260套}纳入统一调度。{due}前组织一次实战演练，不设脚本，值班电话{phone}、{mobile}必须打得通。
R 从严追究事故责任｜严格执行{doc}文件，对瞒报谎报的，一律顶格处罚，最高罚款{money:!100-500万元}；对整改不力的，一律约谈。职工举报重大隐患，经核实奖励{money:!2000-20000元}，举报电话{phone}，让人人都当安全员、吹哨人。
# 优化营商环境;市县;政务服务;3-11;优化营商环境大会/营商环境突破年动员会/民营企业座谈会
P 审批服务提质增效｜取消证明事项{qty:31-160项}，企业开办时间压缩到{qty:0.5-2.5天}，政务事项网办率{pct:86.2-98.6}。{place:路}政务大厅设立帮办窗口{qty:11-28个}，{firm:a}的经办人{person:a}上午{clock:8-9}递件，下午{clock:2-3}就拿到了执照，专门送来一面锦旗。
P 惠企政策落地有声｜减税降费{money:0.8-16.8亿元}，惠及市场主体{qty:1.2-18.6万户}；“{brand}”贷款平台撮合{qty:~260-1900笔}、{money:2.6-38.6亿元}，平均利率下降{pts:0.3-1.2}个百分点。{firm:a}靠一笔{money:!300-900万元}的信用贷款挺过了难关，保住了{qty:~120-680个}岗位。
P 评价排名大幅前移｜在{wider}营商环境评价中，我{lv}得分{num:81.5-93.8}，列第{num:2-15}位，{qty:11-16项}指标进入优秀行列，{unit:a}的经验作了交流。{out}商会会长{person:a}说，过去来办事要找人，现在来办事只找窗口，这就是变化。
Q 政策梗阻仍未打通｜问卷显示，{pct:21-46}的企业不知道有哪些政策，{ratio}认为申报手续繁琐。{firm:a}为申请{money:!20-80万元}补助，交了{qty:31-68份}材料，等了{qty:90-240天}，结果一个章盖错了又从头再来。玻璃门、弹簧门，说到底是心门。
Q 执法方式简单粗放｜{past}以来，{firm:a}先后接待检查{qty:21-56次}，总经理{person:a}的办公桌成了接待台。{unit:a}有一名执法人员张口就罚，罚款{money:2.5-9.8万元}却说不出依据，已被收回执法证。随意执法伤的是企业，砸的是{lv}里的招牌。
R 把流程减下来｜凡是能网上办的不跑腿，凡是能一次办的不跑第二次。{due}前，{qty:120-680项}高频事项全部实现一网通办，工程审批压缩到{qty:35-60个工作日}以内。由{head}牵头，每月通报，连续排在末位的到大会上说明情况。
R 把成本降下来｜工业用电再降{pct:3-9}，标准厂房租金减免{ratio:c}，物流费用下降{pct:5-12}。设立{money:!2-10亿元}的产业基金，对{firm:a}、{firm:b}等{qty:31-160家}成长型企业给予支持，{due}前首笔资金必须到账。
R 把诚信立起来｜政府要带头守信。拖欠企业账款{money:2600.5-9800.5万元}，{due}前全部清零。企业有难处，可拨打12345热线，也可以直接发邮件到{email}，或者打我的手机{mobile}，24小时开机。构建亲清政商关系，既要放开手，又要守住线。
# 文化旅游;省市县镇;文化和旅游;3-11;文化旅游产业发展大会/文旅融合发展推进会/假日旅游工作调度会
P 旅游市场持续火爆｜{months}，全{lv}接待游客{qty:68.5-960.8万人次}，综合收入{money:3.6-88.6亿元}，分别增长{pct:12.5-48.6}和{pct:15.2-56.8}。黄金周期间，{place:古镇}单日最高接待{qty:~8600-38600人}，夜间消费占到{pct:31-58}，95后、00后成了主力。
P 文化品牌越擦越亮｜“{brand}”演出季办了{qty:60-180场}，观众{qty:~26000-98000人次}，{ratio}的戏票卖给了外地人。非遗传承人{person:a}带着{qty:11-36个}徒弟，把老手艺做成了文创，去年卖出{qty:~3600-9800件}，收入{money:68.5-460.5万元}。老手艺端起了新饭碗。
P 重点项目加快建设｜总投资{money:2.6-28.6亿元}的{place:山}景区提升工程完成{pct:46-92}，{firm:a}建设的索道{past}试运行；{road}旅游公路通到{unit:a}，沿线{village:a}、{village:b}办起民宿{qty:31-180家}，床位{qty:~600-2800张}，守着老屋也能挣钱。
Q 产品供给不够丰富｜过夜游客只占{pct:18-36}，人均花费{money:260-680元}，比{out}少{ratio}。{place:湖}、{place:山}景区各唱各的戏，来客转一圈，{qty:2.5-3.5小时}就走了。好山好水好无聊，白天看庙、晚上睡觉，这样的旅游留不住人。
Q 服务短板比较明显｜黄金周接到投诉{qty:60-480件}，{ratio}集中在停车和餐饮。{past}，游客{person:a}在{place:古镇}一家饭店吃饭，一盘菜被要价{money:380-980元}，视频播放量超过{qty:120-980万次}。一粒老鼠屎坏了一锅汤，多少年攒下的口碑一夜清零。
R 做精核心景区｜“{plan}”期间，集中力量打造{place:山}、{place:湖}龙头景区，{year:1}年前创成4A级景区。由{deputy}任链长，引进{firm:a}投资{money:1.2-9.8亿元}，{due}前开工建设游客中心和停车场，新增车位{qty:~600-3800个}。
R 做旺假日市场｜抓住黄金周、寒暑假等节点，推出精品线路{qty:11-28条}，发放消费券{money:!300-2000万元}。“{brand}”美食节定于{due}开幕，每晚{clock:7-8}在{place:广场}准时亮灯，摊位费一律减免{ratio:c}，各家餐馆不得临时涨价。
R 做优旅游服务｜景区限流、错峰预约，瞬时客流超过{qty:!8000-26000人}立即启动分流。旅游投诉电话{phone}和12345热线24小时有人接，{qty:15-30分钟}内响应；预约网址{url}要好用、管用。对宰客的，查实一家、关停一家、曝光一家。
# 基层党建;省市县镇公校;组织;3-11;党的建设工作会议/基层党建工作推进会/全面从严治党工作会议
P 政治建设全面加强｜坚持把学习贯彻党的创新理论作为首要任务，举办读书班{qty:11-36期}，培训党员{qty:~600-9800人次}，宣讲{qty:~120-960场}。{unit:a}的“{brand}”宣讲队把课堂搬到了一线，老党员{person:a}今年{qty:71-86岁}，不用稿子，一讲就是{qty:45-80分钟}，台下鸦雀无声。
P 组织基础更加稳固｜整顿软弱涣散支部{qty:11-46个}，调整书记{qty:11-38名}，发展党员{qty:31-480名}，其中{qty:30-40岁}以下的占{pct:46-72}。{unit:a}、{unit:b}的支部标准化达标率{pct:91-99}，{person:a}同志当书记{qty:12-26年}，把一个后进支部带成了先进，他的笔记本写了{qty:21-48本}。
P 正风肃纪成效明显｜查处违反中央八项规定精神问题{qty:11-68起}，处分{qty:11-86人}，追缴资金{money:18.6-360.5万元}。{unit:a}原负责人{person:a}违规收受礼金{money:2.6-19.8万元}，被严肃处理。纪律这根弦，一刻也不能松；红线面前，没有特殊党员。
Q 党建工作发展不平衡｜考核排在后面的{qty:11-26个}支部，{ratio}的“三会一课”记录不完整。{unit:a}有个支部，{qty:120-260天}没有开过一次像样的组织生活会，检查时补了{qty:11-19份}记录，连缺席的同志也写上了发言。形式主义害死人，糊弄的是组织，耽误的是自己。
Q 干部队伍活力不足｜年轻干部只占{pct:11.2-23.6}，平均年龄{qty:43.5-48.9岁}，比{wider}平均水平高{qty:1.2-3.6岁}。有的同志遇到难题绕着走，一份简单的请示在抽屉里躺了{qty:21-56天}。不想干、不会干、不敢干，都不是党员干部该有的样子。
R 抓牢理论武装｜领导班子成员带头讲党课，每人每年不少于{qty:2-4次}，{due}前实现全覆盖。建好{place:路}党群服务中心和“{brand}”阵地，用好{doc}文件安排的{money:!60-480万元}党建经费，让党员学有场所、干有方向、比有榜样。
R 建强战斗堡垒｜坚持两手抓、两手硬，把支部建在项目上、建在班组里。{due}前培训书记{qty:~60-980名}，选派第一书记和指导员{qty:11-86名}，后进支部由{deputy}和{head}分头包联，一个支部一张清单，不转化不脱钩。
R 严格监督执纪｜紧盯关键少数，谈话提醒不少于{qty:60-480人次}。举报电话{phone}，邮箱{email}，反映问题必查，查实必究。去年通报的{qty:11-28起}典型案例，{subs}要组织专题学习，用身边事教育身边人，不能左耳进、右耳出。
# 生产经营;公;经营;3-11;年度工作会议/经营工作推进会/提质增效动员大会
P 经营业绩稳步增长｜{months}，公司实现营业收入{money:2.6-86.8亿元}，同比增长{pct:4.2-21.6}；利润{money:1260.5-9860.5万元}，上缴税金{money:860.5-6800.5万元}。{unit:a}率先扭亏，{unit:b}产量突破{qty:12-86万吨}，职均收入{money:76800-128600元}，净增{money:3200-9800元}。
P 市场开拓成果丰硕｜新签订单{qty:60-480份}、{money:1.2-18.6亿元}，产品打入{out}、{out}市场，“{brand}”牌设备占有率提高{pts:1.2-6.8}个百分点。销售员{person:a}为了拿下{firm:a}的合同（编号{contract}），在客户门口等了{qty:11-26天}，合同额{money:860-4600万元}，一战成名。
P 技术创新再上台阶｜研发投入{money:1260.5-9600.5万元}，占营收的{pct:2.6-6.8}，获得专利{qty:21-160件}。{person:a}创新工作室完成攻关{qty:11-46项}，吨产品成本由{money:2600-3900元}降到{money:1800-2500元}，能耗下降{ratio}，徒弟们个个能独当一面。
Q 成本费用居高不下｜管理费用同比上升{pct:3.6-14.8}，存货{money:1.2-9.6亿元}，“两金”占用偏高。{unit:a}的备件库里，{year:-6}年采购的轴承还没有拆封，价值{money:36.5-260.5万元}。家大业大不能浪费，降本要从一颗螺丝、一度电抠起。
Q 应收账款风险上升｜账龄超过{qty:12-36个月}的应收账款{money:3600.5-9800.5万元}，{firm:a}一家就欠{money:860.5-2600.5万元}，已经起诉到法院。业务员只管签单、不管回款，提成拿走了，窟窿留给了公司，这个规矩要改。
R 紧盯市场抢订单｜营销队伍要走出去，年底前新签合同{money:2.6-16.8亿元}，老客户回款率不低于{pct:91-98}。{deputy}分管{out}片区，{head}分管{out}片区，每周一上午{clock:8-9}通报进度。拿回{money:!500-2000万元}以上大单的，奖励{money:2-10万元}。
R 深挖内潜降成本｜推行全员成本核算，可控费用压减{pct:6-18}。{unit:a}的{num:1-6}号机组大修由{person:a}负责，工期从{qty:45-60天}压到{qty:30-40天}，{due}前并网。采购一律上平台比价，一笔{money:5-20万元}的单子也不能例外。
R 依靠职工聚合力｜职工工资增长不低于{pct:4-9}，{due}前改造宿舍{qty:120-680间}，设立帮扶基金{money:!100-600万元}。劳模{person:a}的儿子考上了{out}的大学，工会要把助学金送到家里。企业是大家的，大河有水小河满，小河无水大河干。
# 教育教学;校;教务;3-11;新学期工作部署会/教学质量分析会/教职工代表大会
P 教学质量稳中有升｜去年毕业生{qty:~480-2600人}，升学率{pct:71.2-96.8}，优秀率{pct:21.5-46.8}，在{wider}同类学校中列第{num:2-12}位。高三（{num:1-18}）班班主任{person:a}一年家访{qty:60-180次}，把{qty:11-26名}后进生带上了线。{surname:a}老师常说，没有差生，只有没等到花期的孩子。
P 办学条件日新月异｜投资{money:1200.5-9800.5万元}的{unit:a}综合楼{past}启用，建筑面积{qty:0.8-4.6万平方米}，录播教室{qty:11-36间}，图书{qty:6.5-38.6万册}。{firm:a}捐资{money:!100-600万元}设立“{brand}”奖学金，首批{qty:~60-260名}同学受益。
P 师资水平不断提高｜引进硕士{qty:11-46名}，高级职称占{pct:31-56}，承担课题{qty:21-86项}。青年教师{person:a}在{out}举行的教学竞赛中夺魁，论文被引用{qty:31-260次}；退休教师{person:b}今年{qty:66-79岁}，仍坚持每周三上午{clock:8-9}来带徒弟。
Q 课堂效率有待提高｜期末统测数学平均分{num:61.5-78.6}，比{wider}均值低{num:1.2-6.8}分；作业量超标的班级占{pct:12-36}。随堂听课{qty:60-180节}，{ratio}还是老师一讲到底。时间加汗水的老路走不远，向课堂要质量才是正道。
Q 安全管理存在薄弱环节｜{past}晚上{clock:9-10}，宿舍{num:2-12}号楼因违规充电冒烟，幸亏宿管员{person:a}及时处置，{qty:~120-480名}学生{qty:4-9分钟}全部撤离。事后排查收缴违禁电器{qty:31-160件}。哪怕百次平安无事，也不能有一次大意。
R 深化课堂教学改革｜每位教师每学期听课不少于{qty:15-30节}，校领导推门听课不少于{qty:20-40节}。{due}前，建成智慧教室{qty:11-36间}，5G网络覆盖{unit:a}、{unit:b}。与{school:a}开展联合教研，每月第二周的周四下午{clock:2-4}雷打不动。
R 守护师生平安健康｜门卫24小时值班，外来车辆一律登记，上周那辆{plate}强行闯门，今后绝不允许。食堂的食材由{firm:a}配送，每餐留样不少于{qty:125-200克}，{head}每天陪餐。心理热线{phone}，班主任要人人知道、个个会用。
R 凝聚家校育人合力｜{due}召开家长会，到会率不低于{pct:92-98}。“{brand}”家长课堂每学期开{qty:11-18讲}，学校邮箱{email}、网站{url}开通意见专栏，{qty:2-5日}内回复。孩子的成长只有一次，家校同心，才能其利断金。
# 通用;-;-;3-11;-
L 压实工作责任｜主要负责同志是第一责任人，要亲自部署、亲自调度、亲自督办。{deputy}负责抓总，{head}具体落实，每周五下午{clock:3-5}碰头，每月{month:5-10}日前报送进度。有功不必在我，有责必须由我，谁的孩子谁抱走，谁的阵地谁守牢。
L 强化督查问效｜督查部门要一竿子插到底，{due}前完成首轮督查。去年有{qty:11-29名}干部因为工作不力被问责，其中{unit:a}占了{ratio}，教训十分深刻。对排名后{qty:3-5位}的单位，由{boss}约谈；连续排名靠后的，该换人就换人。
L 严明工作纪律｜第一次提醒，第二次通报，第三次问责。{past}，{unit:a}干部{person:a}工作日中午饮酒，被通报批评；{unit:b}的报表错了{qty:11-19处}，也要作出检讨。两手抓、两手都要硬，一手抓业务，一手抓作风，决不能前面冲锋、后面掉链子。
L 保障资金投入｜今年统筹安排资金{money:300.5-9800.5万元}，比去年增长{pct:5.2-26.8}，{due}前拨付到位。每一笔钱都要公开，单笔{money:!3000-50000元}以上的支出必须上会。把有限的钱花在刀刃上，花出明白账、良心账，经得起审计，也经得起群众的眼睛。
L 畅通监督渠道｜公布举报电话{phone}，手机{mobile}，邮箱{email}，也可以登录{url}反映，12345热线同步受理，24小时有人接听。查实一件、处理一件，奖励举报人{money:!200-2000元}，并为其严格保密。阳光是最好的防腐剂，大家不要怕监督，要习惯在监督下工作。
L 抓好典型示范｜{unit:a}的{person:a}同志，今年{qty:31-58岁}，在一线干了{qty:11-30年}，爱人{person:b}卧病{qty:3-9年}，也没有请过一次长假。{given:a}同志的事迹，宣传部门要好好总结。榜样就在身边，学先进、赶先进，人人都可以当先进。
L 加强协调联动｜一个篱笆三个桩，一个好汉三个帮。由{head}担任联络员，建立{qty:11-36人}的工作专班，{unit:a}和{unit:b}各抽调{qty:2-5人}，集中在{place:路}{num:11-198}号办公，联系电话{phone}。各部门不能各吹各的号、各唱各的调，要拧成一股绳。
C 查处反面典型｜{past}检查发现，{firm:a}（统一社会信用代码{credit}）弄虚作假，骗取补助{money:18.6-260.5万元}。法定代表人{person:a}（身份证号{idcard}）已被立案调查，账户{card}和车辆{plate}依法查封。伸手必被捉，这个案子{subs}都要讲一讲。
C 管好专用资金｜专户已经开设，账号{card}，每一笔收支都上墙公示。供应商{firm:a}（信用代码{credit}）的货款凭合同{contract}支付，不见发票不付款。经办人{person:a}，手机{mobile}；会计{person:b}，邮箱{email}，有疑问随时可以核对。
C 落实包保到人｜包保名单已经印发，以{doc}文件为准。{road}{stake:2-40}至{stake:41-98}段由{person:a}负责，应急车辆{plate}；{unit:a}由{person:b}负责，电话{mobile}。替岗、脱岗的，一经发现立即处理。上个月冒名顶岗的{person:c}（身份证号{idcard}），已经移交派出所。
O 今天会议的任务，就是对照上级部署，总结前一阶段的工作，安排下一步的{topic}工作。一会儿，{boss}还要作讲话，请大家认真领会、抓好落实。下面，我讲三点意见。
O 经{organ}研究，今天召开这次会议。刚才，{head}通报了情况，{unit:a}、{unit:b}作了发言，讲得都很好，我完全同意。这已经是今年以来第二次专题研究{topic}工作，分量大家都清楚。下面，我再强调几点。
O 上午{clock:8-10}，我们现场观摩了{unit:a}和{unit:b}的做法，听了{person:a}同志的介绍，很受启发。{deputy}宣读了实施方案（{doc}），我都赞成。借此机会，我就做好{topic}工作讲三点意见。
O 会前，我和{deputy}、{head}没打招呼，到{unit:a}、{unit:b}看了{qty:11-26个}点。看到了亮点，也看到了不少问题，有些话不吐不快。今天开短会、讲实话，把问题摆上桌面，把任务领回家去。
E 同志们，蓝图已经绘就，号角已经吹响。让我们在{organ}的坚强领导下，拿出争分夺秒的劲头和勇挑重担的担当，鼓足干劲往前赶，推动全{lv}{topic}工作再上新台阶，为{home}的明天增光添彩！
E 同志们，一分部署，九分落实。散会以后，请大家马上行动起来，把会议精神带回去，把工作任务落下去，{due}前把落实情况报上来。我相信，只要大家劲头不松、步调一致，{home}的{topic}工作就一定能干出新气象。我就讲这些，谢谢大家。
E 同志们，时间不等人，机遇不等人。做好{topic}工作，责任重大，使命光荣。希望大家不辜负组织的重托，不辜负群众的期盼，以实干交卷，用实绩说话，努力在新征程上跑出{home}的加速度！
E 同志们，我再重复一句：{topic}工作没有旁观者，人人都是答卷人。让我们一起努力，把答卷写在{home}发展的每一天里，写进群众的心坎里。谢谢大家！
T P 去年以来，在{organ}的坚强领导下，全{lv}上下团结一心、真抓实干，{topic}工作呈现出稳中有进、稳中向好的态势。
T P 看成绩，是为了增强信心；总结经验，是为了走得更远。过去一段时间，大家付出了辛劳和汗水，概括起来有这样几个特点。
T Q 成绩说够了，问题更要说透。对照上级要求，对照群众期盼，我们的工作还有不小的差距。
T Q 在肯定成绩的同时，也要清醒地看到存在的困难和不足，决不能报喜不报忧、见好不见坏。
T R 任务已经明确，关键看行动。要坚持目标导向、问题导向、结果导向，一项一项抓推进，一件一件抓落实。
T R 下一步，要紧紧围绕既定目标，突出重点、抓住关键，以重点突破带动整体提升。
T L 做好{topic}工作，离不开强有力的组织保障。领导要带头，部门要联动，纪律要跟上。
T L 再好的部署，不抓落实也是零。要把责任扛在肩上，把工作抓在手上，把群众放在心上。
H P 肯定成绩，坚定做好{topic}工作的信心
H P 总结过去，充分认识{topic}工作取得的成效
H P 回顾工作，{topic}各项任务取得新进展
H Q 正视差距，切实增强做好{topic}工作的紧迫感
H Q 认清形势，准确把握{topic}工作面临的问题
H Q 直面问题，找准{topic}工作的短板弱项
H R 突出重点，扎实推进{topic}各项工作
H R 聚焦关键，坚决完成{topic}目标任务
H R 精准发力，推动{topic}工作提质增效
H L 加强领导，确保各项任务落地见效
H L 强化保障，凝聚齐抓共管的工作合力
H L 转变作风，以过硬举措抓好落实
F 空谈误国，实干兴邦。
F 说一千道一万，不如甩开膀子干。
F 喊破嗓子，不如甩开膀子、做出样子。
F 功夫下在平时，成效才能显在关键时刻。
F 群众看干部，不看你说了什么，只看你干了什么。
F 既要有等不起的紧迫感，也要有慢不得的危机感。
F 逆水行舟，不进则退，慢进也是退，大家一定要有清醒的认识。
F 要把心思用在干事上，把精力放在落实上，把本领长在破解难题上。
"""  # noqa: E501

# word;whose leadership;units below;their suffixes;the level above;posts=title of the other leader;
# deputy;office and its head;how much of a figure's range fits a place of this size
LEVELS = """
省;省委、省政府;各市;市;全国;省委常委、常务副省长=省长 副省长=书记;副省长;厅厅长;1.0
市;市委、市政府;各县（市、区）;县 区;全省;市委书记=市长 市委副书记、市长=书记;副市长;局局长;0.7
县;县委、县政府;各乡镇;镇 镇 镇 镇 乡 乡 街道 回族乡;全市;县委书记=县长 县长=书记;副县长;局局长;0.4
镇;镇党委、镇政府;各村（社区）;村 村 社区;全县;镇党委书记=镇长 镇长=书记;副镇长;办主任;0.1
公司;公司党委;各分公司;分公司;全行业;董事长=总经理 总经理=董事长;副总经理;部部长;0.5
校;学校党委;各年级组;校区;全市;校长=书记 党委书记=校长;副校长;处处长;0.4
"""

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋"
    "蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段"
)
COMPOUND_SURNAMES = "欧阳 司徒 上官 诸葛 司马 慕容 令狐 皇甫 尉迟 端木"
GIVEN_HEADS = "建国志文晓玉春秀德学明永立承光思佳海庆宏宝少新振怀世家子雨欣启守礼耀俊金桂云兆仁"
GIVEN_TAILS = "军华强平辉峰勇波斌伟杰涛超鹏飞东亮民林芳英兰珍梅莉敏静燕霞琳洁义山诚远航昌宇娟红"
TIBETAN = "扎西 次仁 旺堆 卓玛 多吉 平措 央金 尼玛 洛桑 格桑 丹增 白玛 索朗 顿珠"
TURKIC = "买买提 阿不都拉 古丽娜尔 艾力 吐尔逊 阿依古丽 木拉提 热依汗 艾合买提 努尔兰"
MONGOL = "巴特尔 苏日娜 哈斯巴根 乌云其其格 朝鲁 阿古拉 斯琴高娃 那仁图雅 格日勒 布仁"
PLACE_HEADS = "青白龙凤石清平安柳松云紫金银沙黑双桃梅南北东西上下大新古长高永兴福德寿仙马牛羊鹤"
PLACE_TAILS = "河山川阳泉桥湾口坪塘岭集店庄滩沟溪台岗洲浦峪坝堡寨屯坡垭峰湖潭井关城楼林坊渡营"
PLACE_TAIL_PAIRS = "家营 石桥 树沟 龙潭 马场 头井 角楼 里铺 河口 沙湾 官屯 王庙"
FIRM_HEADS, FIRM_TAILS = "恒鑫华瑞金盛宏天信正兴同永嘉凯博润泽", "丰源泰达隆通和辉腾茂康邦创越利昌"
FIRM_TRADES = "实业 科技 工贸 商贸 新材料 食品 农业开发 建筑工程 智能装备 环保科技 生物科技"
SCHOOLS = "明德 育才 崇文 博雅 启明 弘毅 致远 树人 思源 景行 求真 尚志"
HOSPITALS = "仁泽 康宁 济众 慈安 博爱堂 惠民 同德 杏林春 广济 德济"
BRAND_HEADS = "清风 暖阳 春雨 金穗 红帆 银龄 青松 晨光 碧水 山泉 石榴花 稻香 云上 百灵"
BRAND_TAILS = "驿站 先锋 小院 乡韵 工坊 家园 集市 领航 同心 雅集 里 行"
PROVINCES = "江西 湖南 湖北 安徽 河南 河北 山西 陕西 甘肃 青海 贵州 云南 吉林 黑龙江 辽宁"
OUTSIDE = "上海 重庆 天津 深圳 苏州 杭州 宁波 厦门 东莞 无锡 温州 佛山 成都 南京 海南 广西"
PLATE_REGIONS = "冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川贵云陕甘青宁新蒙"
AREA_CODES = "0310 0394 0435 0452 0513 0552 0595 0633 0719 0738 0755 0776 0818 0870 0915 0951"
MOBILE_HEADS = "130 135 136 138 139 150 151 158 159 177 182 186 188 199"
REGION_CODES = "130427 220102 320622 350504 411628 430527 440402 511325 610925 640521"
MAIL_NAMES = "bgs xfb zsj ajk dzb jcz yjb wlj"
FRACTIONS = "三分之一 三分之二 四分之一 四分之三 五分之二 五分之三 六分之一"
DECIMALS = "〇一二三四五六七八九"
WIDE_FIGURES = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
ALONE = 6  # the style of a paragraph that no other stands beside
FIGURE_KINDS = {
    "qty": "quantity", "money": "money", "pts": "percent", "num": "number", "times": "ratio",
}  # fmt: skip

# The site is invented; # is a number and $ the title.
SITE_HEAD = """
本文由会员【晨曦书屋】上传,预计阅读#分钟,支持在线预览。
来源:网络整理  浏览:#次  收藏  分享  举报
会员专享 | 下载本文 | 收藏 | 扫码登录
《$》全文共#页,下载后可编辑,更多范文请在站内搜索。
"""
SITE_FOOT = """
免责声明:本文由用户上传,版权归原作者所有,如有侵权请联系客服删除。
扫码关注公众号,每天领取#篇免费范文
下载提示:开通会员可免积分下载,已有#人收藏
相关推荐:工作总结 | 心得体会 | 主持词 | 述职报告
上一篇 下一篇 返回顶部
"""
NARROW = str.maketrans("，：；！？（）", ",:;!?()")
HALF_WIDTH = re.compile(  # a mark between Chinese characters, and brackets only as a pair
    r"(?<=[一-鿿“”《》。])(?:[，：；！？](?=[一-鿿“”《》])|（[一-鿿](?:[^（）]*[一-鿿])?）(?=[一-鿿]))"
)
INSIDE_SENTENCE = re.compile(r"(?<=[一-鿿])(?=[一-鿿])")


class Level(NamedTuple):
    """Who speaks, to whom: a line of LEVELS."""

    word: str
    organ: str
    units: str
    suffixes: str
    wider: str
    posts: str
    deputy: str
    office: str
    reach: str


class Subject(NamedTuple):
    """What a speech is about: a `#` line of TEMPLATES and the paragraphs below it, by tag."""

    topic: str
    levels: str
    office: str
    months: str
    meetings: str
    templates: dict[str, list[str]]


class Person(NamedTuple):
    """A surname and a given name; a minority name is all given name."""

    surname: str
    given: str

    def called(self, form: str = "full") -> str:
        """`full`, `surname` or `given`; a name that cannot be shortened stays whole."""
        if form == "surname" and self.surname:
            return self.surname
        return self.given if form == "given" and len(self.given) > 1 else self.surname + self.given


@dataclass
class Entity:
    """A company, town or school: its distinguishing core, and what follows on first mention."""

    core: str
    suffix: str
    kind: str
    mentioned: bool = False


@cache
def subjects() -> list[Subject]:
    """TEMPLATES, parsed; the last subject is the one whose paragraphs all the others share."""
    parsed: list[Subject] = []
    for line in TEMPLATES.strip().splitlines():
        tag, text = line.rsplit(" ", 1)
        if tag == "#":
            topic, levels, office, months, meetings = text.split(";")
            parsed.append(Subject(topic, levels, office, months, meetings, {}))
        else:
            parsed[-1].templates.setdefault(tag, []).append(text)
    return parsed


@cache
def levels() -> dict[str, Level]:
    """LEVELS by the first character of their word."""
    return {line[0]: Level(*line.split(";")) for line in LEVELS.strip().split("\n")}


def numeral(value: int) -> str:
    """Chinese numeral of 0 <= value < 10^8: 3500 is 三千五百, 2000 is 两千."""
    if value >= 10_000:
        high, rest = divmod(value, 10_000)
        text = numeral(high) + "万" + ("零" if 0 < rest < 1_000 else "")
        return re.sub("^二万", "两万", text) + (numeral(rest) if rest else "")
    text = ""
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // power % 10
        if digit:
            text += DECIMALS[digit] + unit
        elif text and value % power and not text.endswith("零"):
            text += "零"
    return re.sub("^二千", "两千", re.sub("^一十", "十", text)) or "零"


def identity_number(rng: random.Random) -> str:
    """A citizen identity number; its last character is the ISO 7064 MOD 11-2 check of GB 11643."""
    born = f"{rng.randint(1955, 1998)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
    body = f"{pick(rng, REGION_CODES)}{born}{rng.randint(1, 999):03}"
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(body))
    return body + "10X98765432"[total % 11]


def credit_code(rng: random.Random) -> str:
    """A unified social credit code: GB 32100, around an organisation code of GB 11714."""
    organisation = "MA" + "".join(rng.choices("0123456789ABCDEFGH", k=6))
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(weights[place] * int(char, 36) for place, char in enumerate(organisation))
    body = f"91{pick(rng, REGION_CODES)}{organisation}{'0X987654321'[total % 11]}"
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100 leaves out I, O, S, V, Z
    total = sum(alphabet.index(char) * pow(3, place, 31) for place, char in enumerate(body))
    return body + alphabet[-total % 31]


def bank_card(rng: random.Random) -> str:
    """A card number of 19 digits that passes the Luhn check."""
    body = pick(rng, "621700 622848 621226 622202") + digits(rng, 12)
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(body))]
    return body + str(-sum(value // 10 + value % 10 for value in doubled) % 10)


def digits(rng: random.Random, count: int) -> str:
    """`count` random digits."""
    return "".join(rng.choices(string.digits, k=count))


def pick(rng: random.Random, words: str) -> str:
    """One of the words of a line."""
    return rng.choice(words.split())


class Writer:
    """The people, places and habits of one speech, and the expansion of its templates."""

    def __init__(self, rng: random.Random, level: Level, subject: Subject) -> None:
        """Draw the year, the habits and the names that the whole speech keeps to."""
        self.rng, self.level, self.subject = rng, level, subject
        self.year, self.month = rng.randint(2020, 2025), self.between(subject.months)
        # Most writers never set full-width or Chinese figures; some do in every other sentence.
        self.comma, self.dash = rng.random() < 0.6, rng.choice("--—～")
        self.wide = 0.3 if rng.random() < 0.15 else 0.0
        self.chinese = 0.7 if rng.random() < 0.1 else 0.06
        self.used: set[str] = set()
        self.post, other = pick(rng, level.posts).split("=")
        self.leaders = {
            "boss": (self.person(), other),
            "deputy": (self.person(), level.deputy),
            "head": (self.person(), subject.office + level.office),
        }
        self.introduced: set[str] = {"boss"}
        self.home = self.host()
        self.pools = {
            "unit": [self.unit() for _ in range(8)],
            "firm": [self.firm() for _ in range(6)],
            "school": [self.named(SCHOOLS, "中学") for _ in range(3)],
            "hospital": [self.named(HOSPITALS, "医院")],
        }
        self.people: dict[str, Person] = {}
        self.entities: dict[str, Entity] = {}
        self.markers = self.marker_table()

    def marker_table(self) -> dict[str, Callable[[str], Marked]]:
        """What stands behind each marker; each function gets what follows the colon."""
        rng, level = self.rng, self.level
        return {
            "pct": self.percent, "ratio": self.ratio, "clock": self.clock,
            "home": lambda _: [(self.home.core, self.home.kind)],
            "place": lambda suffix: [(self.place(suffix), "place"), (suffix, "")],
            "out": lambda _: [(self.fresh(lambda: pick(rng, OUTSIDE)), "place")],
            "brand": lambda _: [
                (self.fresh(lambda: pick(rng, BRAND_HEADS) + pick(rng, BRAND_TAILS)), "name")
            ],
            "past": lambda _: self.day(rng.randint(1, self.month - 1)),
            "due": lambda _: self.day(min(12, self.month + rng.randint(1, 3))),
            "ymd": lambda _: [*self.dated(self.year - 1, "年"), *self.day(rng.randint(1, 12))],
            "period": lambda _: [*self.day(self.month), ("至", ""), *self.day(self.month + 2)],
            "months": lambda _: [(f"1{rng.choice('-—')}{self.month - 1}", "date"), ("月", "")],
            "month": lambda spec: self.dated(self.between(spec)),
            "year": lambda shift: self.dated(self.year + int(shift)),
            "lv": lambda _: [(level.word, "")], "organ": lambda _: [(level.organ, "")],
            "subs": lambda _: [(level.units, "")], "wider": lambda _: [(level.wider, "")],
            "topic": lambda _: [(self.subject.topic, "")],
            "plan": lambda _: [("十四五" if self.year > 2020 else "十三五", "")],
            "doc": lambda _: self.document(),
            "road": lambda _: [(f"{rng.choice('GS')}{rng.randint(201, 389)}", "code"), ("线", "")],
            "stake": lambda spec: [(f"K{self.between(spec)}+{rng.randint(1, 9)}00", "code")],
            "contract": lambda _: [(f"HT-{self.year}-{digits(rng, 4)}", "code")],
            "phone": lambda _: [
                (f"{pick(rng, AREA_CODES)}-{rng.choice('2345678')}{digits(rng, 6)}", "phone")
            ],
            "mobile": lambda _: [(pick(rng, MOBILE_HEADS) + digits(rng, 8), "phone")],
            "email": lambda _: [(f"{pick(rng, MAIL_NAMES)}@{self.site()}", "email")],
            "url": lambda _: [(f"www.{self.site()}", "url")],
            "idcard": lambda _: [(identity_number(rng), "id_card")],
            "card": lambda _: [(bank_card(rng), "bank_card")],
            "credit": lambda _: [(credit_code(rng), "credit_code")],
            "plate": lambda _: [(self.plate(), "plate")],
        }  # fmt: skip

    def expand(self, template: str) -> Marked:
        """Text and kinds of a template; keys such as {firm:a} hold within one template."""
        self.people, self.entities = {}, {}
        marked: Marked = []
        position = 0
        for match in re.finditer(r"\{(\w+):?([^{}]*)\}", template):
            name, spec = match[1], match[2]
            marked.append((template[position : match.start()], ""))
            position = match.end()
            if name in FIGURE_KINDS:
                marked += self.figure(spec, FIGURE_KINDS[name])
            elif name in self.leaders:
                marked += self.leader(name)
            elif name in ("person", "surname", "given"):
                person = self.people.get(spec) or self.people.setdefault(spec, self.person())
                marked.append((person.called(name), "person"))
            elif name in self.pools or name == "village":
                marked += self.entity(name, spec)
            else:
                marked += self.markers[name](spec)
        return [*marked, (template[position:], "")]

    # People, places and bodies

    def fresh(self, make: Callable[[], str]) -> str:
        """A name not yet used in this speech; where a list runs out, one used before."""
        name = make()
        for _ in range(30):
            if name not in self.used:
                break
            name = make()
        self.used.add(name)
        return name

    def person(self) -> Person:
        """Someone new; one in ten has a minority name, one in twenty a compound surname."""
        rng, chance = self.rng, self.rng.random()
        if chance < 0.03:
            return Person("", self.fresh(lambda: "".join(rng.sample(TIBETAN.split(), 2))))
        if chance < 0.07:
            return Person("", self.fresh(lambda: "·".join(rng.sample(TURKIC.split(), 2))))
        if chance < 0.1:
            return Person("", self.fresh(lambda: pick(rng, MONGOL)))
        surname = pick(rng, COMPOUND_SURNAMES) if chance < 0.15 else rng.choice(SURNAMES)
        heads = [""] if rng.random() < 0.2 else list(GIVEN_HEADS)
        return Person(surname, self.fresh(lambda: rng.choice(heads) + rng.choice(GIVEN_TAILS)))

    def leader(self, role: str) -> Marked:
        """The other leader, the deputy or the head of the office; in short once introduced."""
        person, title = self.leaders[role]
        if role not in self.introduced:
            self.introduced.add(role)
            return [(title, ""), (person.called(), "person")]
        form = pick(self.rng, "surname surname given full")
        return [(person.called(form), "person"), (title[-2:] if role == "head" else title, "")]

    def place(self, suffix: str) -> str:
        """The distinguishing part of a place name that does not end as its suffix begins."""
        rng = self.rng

        def make() -> str:
            tail = pick(rng, PLACE_TAIL_PAIRS) if rng.random() < 0.12 else rng.choice(PLACE_TAILS)
            return rng.choice(PLACE_HEADS) + ("家" if tail[-1] == suffix[0] else tail)

        return self.fresh(make)

    def unit(self) -> Entity:
        """A unit one level down: a town of a county, a branch of a company."""
        suffix = pick(self.rng, self.level.suffixes)
        kind = "organization" if suffix == "分公司" else "place"
        return Entity(self.place(suffix), suffix, kind)

    def firm(self) -> Entity:
        """A company."""
        rng = self.rng
        core = self.fresh(lambda: rng.choice(FIRM_HEADS) + rng.choice(FIRM_TAILS))
        return Entity(core, pick(rng, FIRM_TRADES) + "有限公司", "organization")

    def named(self, cores: str, suffix: str) -> Entity:
        """A school or hospital with a name of its own."""
        return Entity(self.fresh(lambda: pick(self.rng, cores)), suffix, "organization")

    def host(self) -> Entity:
        """The province, city, county, town, company or school that the speech is held in."""
        word = self.level.word
        if word == "公司":
            return Entity(self.firm().core, "集团", "organization")
        if word == "校":
            return self.named(SCHOOLS, "中学")
        made = self.fresh(lambda: pick(self.rng, PROVINCES)) if word == "省" else self.place(word)
        return Entity(made, word, "place")

    def entity(self, name: str, key: str) -> Marked:
        """A town, village, company…; a company in full once, afterwards as 恒丰公司."""
        if name + key not in self.entities:
            taken = [entity.core for entity in self.entities.values()]
            free = [entity for entity in self.pools.get(name, []) if entity.core not in taken]
            new = self.rng.choice(free) if free else Entity(self.place("村"), "村", "place")
            self.entities[name + key] = new
        found = self.entities[name + key]
        suffix = "公司" if name == "firm" and found.mentioned else found.suffix
        found.mentioned = True
        return [(found.core, found.kind), (suffix, "")]

    # Figures

    def between(self, spec: str) -> int:
        """A random integer of a range such as 8-11."""
        low, high = map(int, spec.split("-"))
        return self.rng.randint(low, high)

    def figure(self, spec: str, kind: str) -> Marked:
        """A figure in `low-high` and its unit; ~ may be about (余, 多, 近), ! round, ^ a range."""
        parts = re.fullmatch(r"([~^!]?)([\d.]+)-([\d.]+)(.*)", spec)
        if parts is None:
            raise ValueError(f"not a range with a unit: {spec}")
        flag, unit, rng = parts[1], parts[4], self.rng
        places = max(len(bound.partition(".")[2]) for bound in (parts[2], parts[3]))
        low, high = (round(float(bound) * 10**places) for bound in (parts[2], parts[3]))
        if flag == "^":
            ends = sorted(rng.sample(range(low, high + 1), 2))
            return [(self.dash.join(self.arabic(end, places) for end in ends), kind), (unit, "")]
        if kind in ("quantity", "money"):
            high = low + int((high - low) * float(self.level.reach))
        value, before, after = rng.randint(low, high), "", ""
        if flag == "~" and value >= 30 and rng.random() < 0.4:
            step = 100 if value >= 1000 else 10
            value = value // step * step
            before, after = rng.choice([("近", ""), ("", "余"), ("", "多")])
        if flag == "!":
            value -= value % 10 ** (len(str(value)) - 1)
        text = self.arabic(value, places)
        if places == 0 and value > 10 and rng.random() < self.chinese:
            text = numeral(value)
            if text.endswith("万"):  # like 220 in 220万元: the myriad belongs to the unit
                text, after = text[:-1], after + "万"
        return [(before, ""), (text, kind), (after + unit, "")]

    def arabic(self, value: int, places: int) -> str:
        """value / 10^places, in the writer's habit: 1,234.5, 1234.5 or １２３４．５."""
        whole, part = divmod(value, 10**places)
        wide = self.rng.random() < self.wide
        text = f"{whole:,}" if self.comma and not wide else str(whole)
        text += f".{part:0{places}}".rstrip("0") if part else ""
        return text.translate(WIDE_FIGURES) if wide else text

    def percent(self, spec: str) -> Marked:
        """12.5%, １２．５％ or 百分之十二点五."""
        low, high = (round(float(bound) * 10) for bound in spec.split("-"))
        value = self.rng.randint(low, high)
        if self.rng.random() < self.chinese:
            point = "点" + DECIMALS[value % 10] if value % 10 else ""
            return [("百分之", ""), (numeral(value // 10) + point, "percent")]
        return [(self.arabic(value, 1), "percent"), ("％" if self.wide else "%", "")]

    def ratio(self, form: str) -> Marked:
        """三分之二; in form c [六]成, in form r a division such as 6:4."""
        if form == "c":
            return [(self.rng.choice("三四五六七八"), "ratio"), ("成", "")]
        share = self.rng.randint(3, 8)
        division = f"{share}{self.rng.choice(':∶')}{10 - share}"
        return [(division if form == "r" else pick(self.rng, FRACTIONS), "ratio")]

    def clock(self, spec: str) -> Marked:
        """8:30 (one span), [8]时[30]分 (two) or [8]点."""
        hour, minute = str(self.between(spec)), pick(self.rng, "10 20 30 40")
        forms: list[Marked] = [
            [(f"{hour}:{minute}", "time")],
            [(hour, "time"), ("时", ""), (minute, "time"), ("分", "")],
            [(hour, "time"), ("时", "")],
            [(hour, "time"), ("点", "")],
        ]
        return self.rng.choice(forms)

    def dated(self, value: int, unit: str = "") -> Marked:
        """A year, month or day and its unit, in the figures this writer sets dates in."""
        text = str(value)
        if self.chinese > 0.5:
            text = numeral(value) if value < 100 else "".join(DECIMALS[int(d)] for d in text)
        elif self.rng.random() < self.wide:
            text = text.translate(WIDE_FIGURES)
        return [(text, "date"), (unit, "")]

    def day(self, month: int) -> Marked:
        """[3]月[15]日."""
        return [*self.dated(month, "月"), *self.dated(self.rng.randint(1, 28), "日")]

    # Codes and addresses

    def document(self) -> Marked:
        """县政办发〔[2021]〕[15]号."""
        issuer = self.level.word[0] + "政办发" if "政府" in self.level.organ else "党发"
        opening, closing = pick(self.rng, "〔.〕 〔.〕 [.]").split(".")
        year, number = self.year - self.rng.randint(0, 1), self.rng.randint(2, 96)
        tail: Marked = [(closing, ""), (str(number), "code"), ("号", "")]
        return [(issuer + opening, ""), (str(year), "code"), *tail]

    def plate(self) -> str:
        """A number plate, with its dot or without."""
        region, city = self.rng.choice(PLATE_REGIONS), self.rng.choice("ABCDEFGHJK")
        tail = self.rng.choice("ABCDEFGHJKLMNP") + digits(self.rng, 4)
        return region + city + self.rng.choice(["·", "·", ""]) + tail

    def site(self) -> str:
        """A host name under a domain that belongs to nobody (RFC 2606)."""
        name = "".join(self.rng.choices("bdghjlqsxyz", k=5))
        return f"{name}.{pick(self.rng, 'example.cn example.com example.org')}"

    # The frame of the speech

    def title_lines(self) -> list[Marked]:
        """Title, speaker, date (now and then missing or before the speaker), greeting."""
        rng, home = self.rng, self.home
        here: Marked = [(home.core, home.kind), (home.suffix, "")]
        where: Marked = rng.choice([here, [("全" + self.level.word, "")]])
        year: Marked = self.dated(self.year, "年") if rng.random() < 0.4 else []
        meeting = rng.choice(self.subject.meetings.split("/")) + "上的讲话"
        owner = here if home.kind == "place" and rng.random() < 0.4 else []
        post = self.post.removeprefix(home.suffix) if owner else self.post
        lines: list[Marked] = [
            [("在", ""), *where, *year, (meeting, "")],
            [*owner, (post + "　", ""), (self.person().called(), "person")],
        ]
        if rng.random() < 0.8:
            date = [("（", ""), *self.dated(self.year, "年"), *self.day(self.month), ("）", "")]
            lines.insert(rng.choice([1, 2, 2]), date)
        return [*lines, [("老师们、同志们：" if self.level.word == "校" else "同志们：", "")]]


def numbered(style: int, index: int, template: str) -> str:
    """A paragraph `lead｜body` behind 一是, （一）, 第一, 1., 一要 or nothing."""
    word = numeral(index)
    marks = (f"{word}是", f"（{word}）", f"（{word}）", f"第{word}，", f"{index}.", f"{word}要", "")
    return marks[style] + template.replace("｜", "\n" if style == 2 else "。")


def plan(rng: random.Random, level: str, subject: Subject, room: int) -> dict[str, list[str]]:
    """Templates for about `room` characters, by section; others' templates when its own are out."""
    shared = subjects()[-1].templates
    tags = "R" if room < 300 else "PR" if room < 500 else pick(rng, "PQRL PRL QRL")
    tags = tags if room < 800 else "PQRL"
    queues = {tag: list(subject.templates.get(tag) or shared[tag]) for tag in tags}
    if "L" in tags and rng.random() < 0.35:
        queues["L"].append(rng.choice(shared["C"]))
    picked: dict[str, list[str]] = {tag: [] for tag in tags}
    while room > 0:
        if not any(queues.values()):
            others = [other.templates for other in subjects() if level in other.levels]
            for tag in tags:
                queues[tag] = [text for other in others for text in other.get(tag, [])]
        for tag in tags:
            if queues[tag] and room > 0:
                chosen = queues[tag].pop(rng.randrange(len(queues[tag])))
                picked[tag].append(chosen)
                room -= len(re.sub(r"\{[^{}]*\}", "五个字以上", chosen)) + 5
    return picked


def compose(rng: random.Random, target: int) -> list[Marked]:
    """The lines of one speech of about `target` characters."""
    subject = rng.choice(subjects()[:-1])
    level = rng.choice(subject.levels)
    shared = subjects()[-1].templates
    writer = Writer(rng, levels()[level], subject)
    lines = [*writer.title_lines(), writer.expand(rng.choice(shared["O"]))]
    sections = plan(rng, level, subject, target - 380)
    for index, (tag, templates) in enumerate(sections.items(), start=1):
        if len(sections) > 1:
            lines.append(writer.expand(f"{numeral(index)}、{rng.choice(shared['H ' + tag])}"))
        if rng.random() < 0.6:
            lines.append(writer.expand(rng.choice(shared["T " + tag])))
        style = rng.randint(0, 5 if tag in "RL" else 4) if len(templates) > 1 else ALONE
        for place, template in enumerate(templates, start=1):
            lines.append(writer.expand(numbered(style, place, template)))
    return [*lines, writer.expand(rng.choice(shared["E"]))]


def flatten(lines: list[Marked], gap: str) -> tuple[str, list[Span]]:
    """Text and spans (code points, half-open) of marked lines."""
    pieces: list[str] = []
    spans: list[Span] = []
    length = 0
    for number, line in enumerate(lines):
        for text, kind in [(gap, ""), *line] if number else line:
            if kind:
                spans.append((length, length + len(text), kind))
            pieces.append(text)
            length += len(text)
    return "".join(pieces), spans


def consistent(text: str, spans: list[Span]) -> bool:
    """Whether every name is marked wherever it stands: a town called 平安 needs luck."""
    marked = {position for start, end, _ in spans for position in range(start, end)}
    names = {text[s:e] for s, e, kind in spans if kind in NAME_KINDS and e - s > 1}
    found = (match for name in names for match in re.finditer(re.escape(name), text))
    return all(marked.issuperset(range(*match.span())) for match in found)


def speech(rng: random.Random, low: int, high: int) -> tuple[str, list[Span]]:
    """One speech of low to high characters, and its spans."""
    target = rng.randint(low, high)
    for _ in range(MAX_ATTEMPTS):
        lines = compose(rng, target)
        gap = "\n\n" if rng.random() < 0.25 else "\n"
        text, spans = flatten(lines, gap)
        fillers = list(subjects()[-1].templates["F"])
        while len(text) < low and fillers:
            lines[-2].append((fillers.pop(rng.randrange(len(fillers))), ""))
            text, spans = flatten(lines, gap)
        if not low <= len(text) <= high:
            # The estimate of lengths was off by this much; half of it, not to swing to and fro.
            target += (low + high) // 4 - len(text) // 2
        elif consistent(text, spans):
            return text, spans
    raise RuntimeError(f"no speech of {low} to {high} characters in {MAX_ATTEMPTS} attempts")


def wrapped(rng: random.Random, text: str) -> str:
    """Hard line ends at the width of a page, also within numbers; every other page indents."""
    width, indent = rng.randint(28, 40), rng.choice(["", "　　"])
    lines: list[str] = []
    for paragraph in text.split("\n"):
        full = indent + paragraph if paragraph else ""
        lines += [full[at : at + width] for at in range(0, max(1, len(full)), width)]
    return "\n".join(lines)


def site(rng: random.Random, text: str) -> str:
    """One line, cut within sentences into numbered pages, half-width marks, a head and a foot."""
    title = text.partition("\n")[0]
    body = HALF_WIDTH.sub(lambda match: match[0].translate(NARROW), text.replace("\n", ""))
    pages: list[str] = []
    while len(body) > 260:
        cut = INSIDE_SENTENCE.search(body, rng.randint(200, max(200, min(620, len(body) - 60))))
        if cut is None:
            break
        pages.append(body[: cut.start()])
        body = body[cut.start() :]
    numbers = [f"{number}、{page}" for number, page in enumerate([*pages, body], start=1)]
    head = rng.sample(SITE_HEAD.strip().split("\n"), 2)
    foot = rng.sample(SITE_FOOT.strip().split("\n"), 3)
    around = [re.sub("#", lambda _: str(rng.randint(2, 89)), line) for line in [*head, *foot]]
    around = [line.replace("$", title) for line in around]
    return "\n".join([f"{title}.docx", *around[:2], *numbers, *around[2:]])


def serve(rng: random.Random, text: str, shape: str) -> str:
    """The text in a shape; `mixed` draws one."""
    chosen = rng.choice(SHAPES) if shape == "mixed" else shape
    if chosen == "wrapped":
        return wrapped(rng, text)
    if chosen == "site":
        return site(rng, text)
    return text.replace("\n", "") if chosen == "flat" else text


def generate(seed: int, index: int, low: int, high: int, shape: str) -> dict[str, object]:
    """The gold row of speech number `index`; `raw` is the text as served, unless plain."""
    text, spans = speech(random.Random(f"{seed}:{index}"), low, high)
    row: dict[str, object] = {"id": f"g{index:06}", "text": text, "spans": spans, "strict": []}
    if shape != "plain":
        row["raw"] = serve(random.Random(f"{seed}:{index}:shape"), text, shape)
    return row


def main(argv: list[str] | None = None) -> int:
    """Write the corpus; 0 done, 2 wrong usage, 3 the output could not be written."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=1000, help="how many speeches")
    parser.add_argument("--seed", type=int, default=7, help="same seed and options, same bytes")
    parser.add_argument("-o", "--output", required=True, help="a folder, or - for gold JSONL")
    parser.add_argument("--shape", choices=[*SHAPES, "mixed"], default="plain")
    parser.add_argument("--min-chars", type=int, default=1000)
    parser.add_argument("--max-chars", type=int, default=2000)
    options = parser.parse_args(argv)
    low, high = options.min_chars, options.max_chars
    if options.count < 0:
        parser.error("--count must not be negative")
    if low < MIN_CHARS or high - low < MIN_ROOM:
        parser.error(f"--min-chars from {MIN_CHARS}, --max-chars at least {MIN_ROOM} above it")
    numbers = range(1, options.count + 1)
    rows = (generate(options.seed, number, low, high, options.shape) for number in numbers)
    lines = ((row, json.dumps(row, ensure_ascii=False).encode() + b"\n") for row in rows)
    try:
        if options.output == "-":
            sys.stdout.buffer.writelines(line for _, line in lines)
            sys.stdout.buffer.flush()
            return 0
        folder = Path(options.output)
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "gold.jsonl").open("wb") as gold:
            for row, line in lines:
                gold.write(line)
                content = f"{row.get('raw', row['text'])}\n"
                (folder / f"{row['id']}.txt").write_bytes(content.encode())
    except OSError as error:
        sys.stderr.write(f"{parser.prog}: {error}\n")
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
