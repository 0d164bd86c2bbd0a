"""Every key of the hotline's desk, as the overlay tells it; the elements themselves carry the same in
`aria-keyshortcuts`, which is what the script of the page goes by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Key:
    """`keys` as they stand on the keyboard, and what they do."""

    keys: tuple[str, ...]
    does: str


ON_A_CALL: tuple[tuple[str, tuple[Key, ...]], ...] = (
    (
        "听和记",
        (
            Key(("Esc", "/"), "回到输入框"),
            Key(("Enter",), "马上看这几句（Shift+Enter 换行）"),
            Key(("Alt+字母",), "改这一条情况，字母写在上面"),
            Key(("Alt+Shift+字母", "Del"), "去掉这一条；Del 去掉光标所在的一条"),
            Key(("Alt+Backspace",), "撤销刚才那一下"),
        ),
    ),
    (
        "问",
        (
            Key(("Ctrl+1…9",), "选第几个答案；光标在下一句问里，直接按数字"),
            Key(("Alt+A",), "到下一句问"),
            Key(("Ctrl+Enter",), "选好了，写好了"),
            Key(("Ctrl+0",), "先跳过这一问"),
        ),
    ),
    (
        "看和念",
        (
            Key(("Alt+↑", "Alt+↓"), "上一项、下一项政策"),
            Key(("F6",), "条款和依据"),
            Key(("F9",), "整个情况怎么说"),
            Key(("F4",), "复制要发的话"),
            Key(("F3",), "发短信、发微信"),
            Key(("F8",), "打印明白纸"),
        ),
    ),
    (
        "户和办",
        (
            Key(("Alt+1…9",), "换到第几户"),
            Key(("Alt+N",), "新一户"),
            Key(("Alt+D",), "去掉这一户"),
            Key(("F2",), "建工单，说过的都带过去"),
            Key(("F5",), "查办理进度"),
            Key(("F7",), "找条款、标准、依据"),
            Key(("F10",), "结束这通电话"),
            Key(("F1", "?"), "所有按键；输入框里没有字时按 ? 也行"),
        ),
    ),
)
