"""Where the words of the residents' pages stand. What is not named here is for staff, or stays Chinese."""

import re

TEMPLATES = (
    "webapp/templates/layout.html",
    "webapp/templates/problem.html",
    *(
        f"webapp/templates/{folder}/*.html"
        for folder in (
            "apply", "documents", "h5", "mine", "parts", "publicity", "receipts", "sign", "status"
        )
    ),
)  # fmt: skip
SCRIPTS = ("webapp/static/zizhuni.js", "webapp/static/signing.js")
SIGNED = frozenset({"webapp/templates/sign/sheet.html"})  # a paper that is signed, in Chinese
PYTHON = (
    "webapp/h5/**/*.py",
    "webapp/pages/**/*.py",
    "webapp/api/my/*/*.py",
    "webapp/api/my/own.py",
    "webapp/problems.py",
    "webapp/verification/shown.py",
    "webapp/documents/asking.py",
    "webapp/ledger/figures.py",
    "webapp/ledger/gaps.py",
    *(
        f"webapp/applications/{name}.py"
        for name in (
            "describing", "drawing", "guardians", "households", "identity", "objecting", "places", "progress",
            "publishing", "signatures", "steps", "watching",
        )
    ),
)  # fmt: skip
DEEDS = (
    "authorisation-2026-11", "authorisation-2026-11-28", "commitment-2026-11", "commitment-2026-11-28",
    "helping-2026-11",
)  # fmt: skip
# Values below these keys alone, however deep they stand; all of them where none is named.
YAML: dict[str, tuple[str, ...]] = {
    "bot/wording.yaml": ("people", "units"),
    "webapp/applications/texts/changes.yaml": (),
    "webapp/applications/texts/commitment.yaml": ("citizen", "measures"),
    **dict.fromkeys(
        (f"webapp/applications/texts/deeds/{name}.yaml" for name in DEEDS), ("title",)
    ),
    "webapp/applications/texts/feedback.yaml": (),
    "webapp/applications/texts/helping.yaml": (),
    "webapp/applications/texts/looks.yaml": (),
    "webapp/applications/texts/rechecks.yaml": ("citizen", "changed"),
    "webapp/applications/texts/referral.yaml": ("citizen", "outcomes"),
    "webapp/applications/texts/routing.yaml": (),
    "webapp/applications/texts/sensitive.yaml": ("kinds", "title"),
    "webapp/applications/texts/states.yaml": (),
    "webapp/applications/texts/transfers.yaml": ("outcomes",),
    "webapp/applications/texts/ways.yaml": ("left", "short_left"),
    "webapp/documents/words.yaml": (),
    "webapp/pages/applying/fields.yaml": (),
    "webapp/pages/applying/words.yaml": (),
    "webapp/pages/following/words.yaml": (),
    "webapp/pages/papers/words.yaml": (),
    "webapp/security/retention.yaml": ("what", "why", "says", "until"),
    "webapp/staff/words.yaml": (),
}  # fmt: skip
# Of the Python above: patterns, units that are taken off what was typed, and words that are sent or printed.
# Of Python and YAML: units that are taken off what was typed, what a spreadsheet says, clauses, and words
# that a citizen sends on. A regular expression shows itself by `PATTERNS`.
KEPT = frozenset(
    {
        *("块钱", "块", "岁", "口人", "个人", "人", "年", "个月", "平方米", "平", "亩", "日", "月"),
        *("百分比", "工作日", "小时", "市", "儿", "计划生育", "某", "一两三四五六七八九"),
        *("月份", "表", "项", "数", "单位", "不到5", "合计（至少）", "其余各不到 5 的合计"),
        *("说我家“{says}”这一条没达到{source}，我有意见。实际情况是：", "{}（依据{}）"),
        *("五(五)", "第六十八条", "六.1"),
    }
)
PATTERNS = re.compile(r"\\|\(\?|\^|\|\S+\||借鉴\|")  # how a literal looks that is a regular expression
