"""Chinese on an English page is marked; what is marked already, or is no text, is left alone."""

import pytest

from webapp.languages.marking import mark_chinese

MARK = ' lang="zh-Hans"'


@pytest.mark.parametrize(
    ("page", "marked"),
    [
        ("<p>With 金山镇.</p>", f"<p>With <span{MARK}>金山镇</span>.</p>"),
        ("<p>Nothing</p>", "<p>Nothing</p>"),
        ("<p>临淄区：审批 20 个工作日以内</p>", f"<p><span{MARK}>临淄区：审批 20 个工作日以内</span></p>"),
        ("<title>低保 - Zizhuni</title>", f"<title{MARK}>低保 - Zizhuni</title>"),
        ('<option value="1">父亲</option>', f'<option value="1"{MARK}>父亲</option>'),
        ('<textarea>我家</textarea>后', f'<textarea{MARK}>我家</textarea><span{MARK}>后</span>'),
        ('<a lang="zh-Hans" href="/">简体<br>中文</a>', '<a lang="zh-Hans" href="/">简体<br>中文</a>'),
        ('<a hreflang="zh-Hans">简体</a>', f'<a hreflang="zh-Hans"><span{MARK}>简体</span></a>'),
        ('<ul lang="zh-CN"><li>一</li></ul>三', f'<ul lang="zh-CN"><li>一</li></ul><span{MARK}>三</span>'),
        ('<img alt="图"><p>&lt;</p>', '<img alt="图"><p>&lt;</p>'),
        ("<!-- 注 --><p>a</p>", "<!-- 注 --><p>a</p>"),
        ('<svg><path d="M1"/></svg><b lang="zh-Hant">繁<svg><path d="M1"/></svg></b>一',
         f'<svg><path d="M1"/></svg><b lang="zh-Hant">繁<svg><path d="M1"/></svg></b><span{MARK}>一</span>'),
    ],
)  # fmt: skip
def test_chinese_is_marked_where_it_is_text(page, marked):
    assert mark_chinese(page) == marked
