"""Money that somebody wants to borrow: to begin a trade with, or for nothing that is said yet.

The model of relevance knows which loan is meant, but a few words on a trade (干点小买卖) sound to it like no
matter of the guide's. A loan for a home, a debt, a wedding or a swindle is none.
"""

from __future__ import annotations

import re

LONGEST = 44
TRADE, ANY = "loan for a trade", "loan"  # as `sought.yaml` calls them
_SUM = r"(?:点儿?|些|个|笔|上|几|[一二两三四五六七八九十\d]{1,4}(?:来|多)?)?(?:[千万]{1,2})?(?:块|元)?"
_LENT = re.compile(rf"贷{_SUM}(?:款|钱)|(?:低息|无息|贴息|小额)(?:的)?(?:贷款|款)")
_CAPITAL = re.compile(
    rf"{_LENT.pattern}|借{_SUM}(?:款|钱|本钱|资金)|(?:弄|凑|筹|找|要|整){_SUM}(?:钱|本钱|资金|启动)|没(?:有)?(?:本钱|资金|启动)|[缺差](?:点|个)?(?:本钱?|资金|启动|钱)|"
    r"(?:想|打算|准备)[^。]{0,14}没(?:有)?钱|(?:本钱|资金|钱)(?:不够|不足|周转不)|(?:不给|给|能|想|难|好)贷|利(?:息|钱)(?:低|少)"
)
_TRADE = re.compile(
    r"(?:做|干|搞|倒腾|弄)[^，。]{0,4}(?:买卖|生意)|创业|(?:开|盘|支|弄|办|干)(?:一)?(?:个|家|间|点)?[^，。]{0,5}(?:店|铺|馆|厂|作坊|超市|小卖部|摊|门市|门头|合作社|农家乐)|"
    r"摆[^，。]{0,4}摊|养(?:点|几|些|群|头|只)?[^，。]{0,3}(?:猪|羊|牛|鸡|鸭|鹅|兔|蜂|鱼|驴)|养殖|(?:种|包|建|弄)[^，。]{0,4}(?:大棚|蘑菇|药材|果园|果树|鱼塘)|拉货|跑(?:运输|出租|网约车|货运|滴滴)"
)
# Of somebody else's, of a debt, of a home or a purchase, of school and hospital (which have their own).
_OTHER = re.compile(
    r"房贷|买(?:个|套|点)?(?:房|楼)|购房|首付|装修|车贷|彩礼|结婚|娶|网贷|信用卡|花呗|借呗|公积金|高利贷|校园贷|"
    r"还(?:账|债|贷|款|钱|不)|不还|还没还|欠|逾期|催|骗|诈|赔|亏|倒闭|黄了|赌|炒股|彩票|"
    r"[找跟向管问](?:我|俺)|借(?:我|俺|给|走|出)|(?:朋友|亲戚|邻居|同事|老板|人家|别人)[^，。]{0,6}(?:借|贷|打电话)|电话|短信|担保人|学费|上学|大学|助学|看病|手术|住院"
)
_ASKS = re.compile(
    r"请问|你好|您好|我们?|俺们?|咱|想要?|要|打算|准备|需要|能不能|可不可以|能|可以|有没有|怎么|咋|如何|哪里?|儿|去|到|在|找谁|谁|办理?|申请|弄|"
    r"问|一下|银行|政府|国家|公家|这边|你们?|利息|低|高不高|多少|最多|条件|手续|材料|什么|啥|的|了|吗|么|不|呢|啊|吧|呀|给|个|点"
)
# 我是残疾人 想开个小店: of those whom the guide lends to, who wants to begin one asks for that.
_LENT_TO = re.compile(r"残疾|失业|下岗|没(?:有)?工作|退伍|退役|复员|脱贫户|低保")
_WANTS = re.compile(
    r"(?:想|打算|准备|琢磨着?|寻思)(?:自己|自个儿?|在家|在村里|去)?(?:再)?(?:开|干|做|搞|办|弄|摆|养|种|包|创业)"
)
_CHINESE = re.compile("[㐀-鿿]")


def loan_sought(plain: str) -> str | None:
    """The wish that a short text tells of, to borrow for a trade or for nothing said yet; None otherwise."""
    if len(plain) > LONGEST or _OTHER.search(plain):
        return None
    if _TRADE.search(plain):
        begins = _LENT_TO.search(plain) and _WANTS.search(plain)
        return TRADE if begins or _CAPITAL.search(plain) else None
    rest = _LENT.sub(" ", plain)
    bare = rest != plain and not _CHINESE.search(_ASKS.sub(" ", rest))
    return ANY if bare else None
