"""The example province: invented bodies with true-to-form codes, and what they trade in."""

from dataclasses import dataclass

WORKS = "cn.works.open-tender"
PROCUREMENT = "cn.procurement.open-tender"


@dataclass(frozen=True, slots=True)
class Body:
    """One invented organisation; `kind` is the role it plays here."""

    id: str
    name: str
    name_en: str
    kind: str


@dataclass(frozen=True, slots=True)
class Project:
    """Something to be bought: what, for whom, for about how much, and in which lots."""

    definition: str
    title: str
    title_en: str
    principal: str
    estimate: int
    lots: tuple[tuple[str, str], ...]


PRINCIPALS = (
    Body("lj-water", "辽江市水务局", "Liaojiang Water Bureau", "principal"),
    Body("lj-transport", "辽江市交通运输局", "Liaojiang Transport Bureau", "principal"),
    Body("lj-education", "辽江市教育局", "Liaojiang Education Bureau", "principal"),
    Body("lj-hospital", "辽江市第一医院", "First Hospital of Liaojiang", "principal"),
    Body("bh-housing", "滨海区住房建设局", "Binhai Housing Bureau", "principal"),
    Body("bh-finance", "滨海区财政局", "Binhai Finance Bureau", "principal"),
    Body("lj-land", "辽江市自然资源局", "Liaojiang Natural Resources Bureau", "principal"),
    Body("lj-ecology", "辽江市生态环境局", "Liaojiang Ecology Bureau", "principal"),
    Body("lj-holding", "辽江市国有资本运营集团", "Liaojiang State Capital Group", "principal"),
    Body("lj-tech", "辽江理工学院", "Liaojiang Institute of Technology", "principal"),
    Body("desheng", "盘山县得胜村股份经济合作社", "Desheng Village Cooperative", "principal"),
)
AGENCIES = (
    Body("gongzheng", "公正招标代理有限公司", "Gongzheng Tendering Agency", "agency"),
    Body("yangguang", "阳光采购咨询有限公司", "Yangguang Procurement Advisers", "agency"),
)
_FIRMS = (
    ("北辰建设", "Beichen Construction"),
    ("华岳工程", "Huayue Engineering"),
    ("长河水利", "Changhe Hydraulics"),
    ("安泰路桥", "Antai Road and Bridge"),
    ("鼎新建筑", "Dingxin Building"),
    ("远航市政", "Yuanhang Municipal Works"),
    ("宏图科技", "Hongtu Technology"),
    ("青松信息", "Qingsong Information"),
    ("百川医疗", "Baichuan Medical"),
    ("金桥设备", "Jinqiao Equipment"),
    ("东方环境", "Dongfang Environment"),
    ("立信软件", "Lixin Software"),
    ("海天机电", "Haitian Electromechanics"),
    ("瑞丰园林", "Ruifeng Landscaping"),
    ("恒远电气", "Hengyuan Electric"),
    ("诚信商贸", "Chengxin Trading"),
)
BIDDERS = tuple(
    Body(f"firm-{number:02d}", f"{zh}有限公司", f"{en} Co.", "bidder")
    for number, (zh, en) in enumerate(_FIRMS, start=1)
)
# Who buys land, rights and shares: the tenders above draw their bidders without them.
BUYERS = (
    Body("shenbei-land", "沈北城市建设开发有限公司", "Shenbei Urban Development", "bidder"),
    Body("bohai-estate", "渤海置业（营口）有限公司", "Bohai Estate (Yingkou)", "bidder"),
    Body("liaodong-homes", "辽东安居置业有限公司", "Liaodong Homes", "bidder"),
    Body("benxi-stone", "本溪长青石业有限公司", "Benxi Changqing Stone", "bidder"),
    Body("anshan-mining", "鞍山岫玉矿业有限公司", "Anshan Xiuyu Mining", "bidder"),
    Body("fushun-power", "抚顺热电有限公司", "Fushun Heat and Power", "bidder"),
    Body("jinzhou-cement", "锦州水泥有限公司", "Jinzhou Cement", "bidder"),
    Body("huludao-zinc", "葫芦岛锌业有限公司", "Huludao Zinc", "bidder"),
    Body("panjin-rice", "盘锦稻香农业合作社", "Panjin Rice Cooperative", "bidder"),
    Body("liaohe-crab", "辽河蟹田生态农业有限公司", "Liaohe Crab and Paddy Farming", "bidder"),
    Body("dalian-bearings", "大连精密轴承有限公司", "Dalian Precision Bearings", "bidder"),
    Body("tieling-capital", "铁岭产业投资有限公司", "Tieling Industrial Capital", "bidder"),
)
OTHERS = (
    Body("trading-centre", "辽江市公共资源交易中心", "Liaojiang Trading Centre", "operator"),
    Body("oversight", "辽江市发展和改革委员会", "Liaojiang Reform Commission", "regulator"),
    Body("expert-pool", "省综合评标专家库", "Provincial Expert Pool", "evaluator"),
)
CUSTODIANS = (
    Body("audit-office", "辽江市审计局", "Liaojiang Audit Office", "custodian"),
    Body("notary-chamber", "辽江市公证处", "Liaojiang Notary Chamber", "custodian"),
    Body("bidders-union", "投标企业联合会", "Union of Bidders", "custodian"),
    Body("university", "辽江大学", "Liaojiang University", "custodian"),
    Body("supervision-office", "市公共资源交易监督办", "Supervision Office", "custodian"),
)
WITNESSES = (
    Body("newspaper", "辽江日报社", "Liaojiang Daily", "witness"),
    Body("library", "辽江市图书馆", "Liaojiang Library", "witness"),
    Body("court", "辽江仲裁委员会", "Liaojiang Arbitration Commission", "witness"),
    Body("archive", "辽江市档案馆", "Liaojiang Archive", "witness"),
)
BODIES = {
    body.id: body.name for body in (*PRINCIPALS, *AGENCIES, *BIDDERS, *BUYERS, *OTHERS, *CUSTODIANS)
}
EXPERTS = tuple(f"expert-{number:02d}" for number in range(1, 8))

PROJECTS = (
    Project(
        WORKS,
        "城北泵站改造工程",
        "North pumping station renewal",
        "lj-water",
        12_000_000,
        (("1", "土建施工"), ("2", "机电安装")),
    ),
    Project(
        WORKS,
        "滨河路桥梁加固工程",
        "Riverside bridge reinforcement",
        "lj-transport",
        8_600_000,
        (("1", "桥梁加固"),),
    ),
    Project(
        WORKS,
        "第三中学教学楼新建工程",
        "New building for No. 3 school",
        "lj-education",
        23_500_000,
        (("1", "施工总承包"),),
    ),
    Project(
        WORKS,
        "老旧小区排水管网改造",
        "Drainage renewal of old quarters",
        "bh-housing",
        6_400_000,
        (("1", "东片区"), ("2", "西片区")),
    ),
    Project(
        WORKS,
        "县道 X203 大修工程",
        "Overhaul of county road X203",
        "lj-transport",
        15_200_000,
        (("1", "路面工程"),),
    ),
    Project(
        WORKS,
        "污水处理厂提标改造",
        "Upgrade of the sewage works",
        "lj-water",
        31_000_000,
        (("1", "改造施工"),),
    ),
    Project(
        PROCUREMENT,
        "医院影像设备采购",
        "Imaging equipment for the hospital",
        "lj-hospital",
        9_800_000,
        (("1", "数字化X射线机"), ("2", "超声诊断仪")),
    ),
    Project(
        PROCUREMENT,
        "中小学教学平板电脑采购",
        "Tablets for schools",
        "lj-education",
        3_600_000,
        (("1", "平板电脑"),),
    ),
    Project(
        PROCUREMENT,
        "政务云服务采购",
        "Government cloud services",
        "bh-finance",
        5_200_000,
        (("1", "云服务"),),
    ),
    Project(
        PROCUREMENT,
        "环境监测站仪器采购",
        "Instruments for monitoring stations",
        "lj-water",
        2_750_000,
        (("1", "水质监测仪"),),
    ),
    Project(
        PROCUREMENT,
        "公务用车租赁服务",
        "Leasing of official vehicles",
        "bh-finance",
        1_900_000,
        (("1", "新能源车辆租赁"),),
    ),
    Project(
        PROCUREMENT,
        "校园食堂食材配送",
        "Food delivery for school canteens",
        "lj-education",
        4_300_000,
        (("1", "食材配送"),),
    ),
)
