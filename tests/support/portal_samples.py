"""What the portal's components are shown with: one invented trade, in Chinese."""

from datetime import UTC, datetime
from typing import Any

NOW = datetime(2026, 3, 20, 2, 30, tzinfo=UTC)
HASH = "7d1f5c0e9a3b4d2286c1f0aa5be97d34c2187f60b5d9e4433a1c8f7e6d5b4a39"
STEPS = [
    {"name": "投标报价", "formula": "1280000.00", "value": "1,280,000.00"},
    {
        "name": "小微企业价格扣除",
        "formula": "1280000.00 × 10%",
        "value": "-128,000.00",
        "rounding": "四舍五入至 0.01",
        "law": "财库〔2022〕19 号",
    },
    {"name": "评标价", "formula": "1280000.00 - 128000.00", "value": "1,152,000.00"},
]

SAMPLES: dict[str, list[dict[str, Any]]] = {
    "page_header": [
        {
            "kind": "政府采购 · 公开招标",
            "title": "临江市第一中学智慧教室设备采购项目",
            "code": "LJ-2026-0031",
            "phase": "open",
            "proof_url": "/log/1204",
            "index": 1204,
            "actions": [
                {"label": "下载公告", "url": "#", "icon": "download"},
                {"label": "参加投标", "url": "#", "icon": "lock", "primary": True},
            ],
        }
    ],
    "status_pill": [
        {"phase": phase}
        for phase in (
            "draft",
            "open",
            "closed",
            "opened",
            "evaluated",
            "awarded",
            "contracted",
            "ended",
            "failed",
            "cancelled",
            "suspended",
        )
    ],
    "money": [{"amount": "1280000.00"}, {"amount": "99.5", "currency": "USD"}],
    "instant": [
        {"at": datetime(2026, 3, 21, 1, 0, tzinfo=UTC), "now": NOW, "countdown": True},
        {"at": datetime(2026, 2, 26, 1, 0, tzinfo=UTC), "now": NOW},
    ],
    "timetable": [
        {
            "now": NOW,
            "stops": [
                {
                    "title": "发布招标公告",
                    "state": "passed",
                    "at": datetime(2026, 2, 10, 1, 0, tzinfo=UTC),
                    "law": "政府采购法实施条例 第八条",
                },
                {
                    "title": "招标文件提供期限届满",
                    "state": "passed",
                    "at": datetime(2026, 2, 25, 16, 0, tzinfo=UTC),
                    "law": "87 号令 第十八条",
                    "crossed": ["春节"],
                },
                {
                    "title": "投标截止与开标",
                    "state": "now",
                    "at": datetime(2026, 3, 21, 1, 0, tzinfo=UTC),
                    "law": "政府采购法 第三十五条",
                    "note": "不少于 20 日",
                },
                {
                    "title": "中标结果公告",
                    "state": "ahead",
                    "at": datetime(2026, 3, 30, 16, 0, tzinfo=UTC),
                    "law": "实施条例 第四十三条",
                },
                {
                    "title": "签订合同",
                    "state": "ahead",
                    "at": None,
                    "law": "政府采购法 第四十六条",
                    "note": "中标通知书发出后 30 日内",
                },
            ],
        }
    ],
    "next_step": [
        {
            "title": "投标截止前递交密封投标",
            "who": "投标人",
            "until": datetime(2026, 3, 21, 1, 0, tzinfo=UTC),
            "now": NOW,
            "law": "政府采购法 第三十五条",
            "why": "招标文件自 2 月 10 日起提供, 至投标截止不得少于二十日。",
            "act": True,
            "url": "#",
            "label": "密封并递交投标",
            "consequence": "截止前可以替换或撤回, 截止后不能更改。",
        },
        {
            "title": "开标",
            "who": "解密保管人 (5 人中的 3 人)",
            "until": datetime(2026, 3, 21, 1, 30, tzinfo=UTC),
            "now": NOW,
            "law": "招标投标法 第三十四条",
            "why": "开标应当在截止时间的同一时间公开进行。",
            "blocked": ["投标截止时间未到"],
        },
    ],
    "ranking": [
        {
            "scored": True,
            "rows": [
                {
                    "place": 1,
                    "bidder": "北辰教育装备有限公司",
                    "url": "#",
                    "bid_price": "1280000.00",
                    "evaluation_price": "1152000.00",
                    "score": "92.40",
                    "steps": STEPS,
                },
                {
                    "place": 2,
                    "bidder": "江畔智能科技股份有限公司",
                    "url": "#",
                    "bid_price": "1195000.00",
                    "evaluation_price": "1195000.00",
                    "score": "89.15",
                    "steps": STEPS[:1],
                    "tied": True,
                },
                {
                    "place": None,
                    "bidder": "某某设备厂",
                    "bid_price": "1402000.00",
                    "note": "未通过资格审查: 缺少近三年财务报告",
                },
            ],
        }
    ],
    "party_chip": [
        {"name": "临江市第一中学", "role": "采购人", "code": "12420500MB1234567X", "url": "#"},
        {"name": "北辰教育装备有限公司", "role": "投标人"},
    ],
    "document_row": [
        {
            "title": "招标文件 (第二版).pdf",
            "url": "#",
            "sha256": HASH,
            "size": 2_400_000,
            "at": NOW,
            "kind": "招标文件",
        }
    ],
    "proof_badge": [{"index": 1204, "url": "#", "verified": True}, {"index": None}],
    "empty_state": [
        {"title": "还没有公告", "text": "换一个条件, 或者订阅。", "url": "#", "label": "清除条件"}
    ],
    "problem_list": [
        {
            "problems": [
                {
                    "code": "deadline-too-early",
                    "where": "deadline",
                    "message": "投标截止时间过早: 最早为 2026 年 3 月 21 日",
                    "law": "政府采购法 第三十五条",
                },
                {"code": "price-missing", "where": "", "message": "没有填写预算金额"},
            ]
        }
    ],
    "confirm": [
        {"consequence": "公告一经发布即记入公开日志, 不能删除, 只能更正。", "label": "发布公告"}
    ],
    "copyable": [{"text": "poletai log verify https://exchange.example/log/"}],
    "chart": [
        {
            "id": "per-month",
            "sentence": "一季度公告数逐月上升, 三月达到 41 项。",
            "options": {
                "xAxis": {"type": "category", "data": ["1 月", "2 月", "3 月"]},
                "yAxis": {"type": "value", "name": "公告 (项)"},
                "series": [{"type": "bar", "data": [22, 27, 41], "barMaxWidth": 48}],
            },
            "head": ["月份", "公告 (项)"],
            "rows": [["1 月", 22], ["2 月", 27], ["3 月", 41]],
        }
    ],
    "sealing": [{"config": {"keyset": {"k": 3, "n": 5}}}],
}

FRAME: dict[str, Any] = {
    "now": NOW,
    "section": "notices",
    "checkpoint": {"size": 12_345, "at": NOW, "root": HASH, "cosigned": 4, "witnesses": 4},
}
