"""English is not understood here, and read as pinyin it may even sound like danger: its answer is English.

Pinyin is understood, so that only words are looked for that no syllable of it is written like.
"""

import re

from bot.blocks import Text
from bot.composing import replies
from bot.conversation import Conversation
from bot.messages import Turn
from bot.wording import say

from .telling import said

_CHINESE = re.compile("[\u3400-\u9fff]")
_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")
_ALONE = frozenset({"help", "english"})
_ENGLISH = _ALONE | {
    "all", "am", "and", "any", "apply", "are", "at", "but", "by", "children", "do", "does", "don't",
    "family", "father", "for", "from", "had", "has", "have", "her", "his", "hello", "hi", "how",
    "husband", "i", "i'm", "if", "in", "income", "is", "it", "kill", "live", "money", "mother", "my",
    "need", "no", "not", "of", "old", "on", "our", "please", "sick", "son", "speak", "that", "the",
    "their", "there", "they", "this", "to", "want", "was", "what", "when", "where", "who", "wife",
    "with", "work", "years", "your",
}  # fmt: skip


def is_english(text: str) -> bool:
    """Whether `text` is English: two words or more without any Chinese, or one that asks for help."""
    if _CHINESE.search(text):
        return False
    words = _WORD.findall(text.lower().replace("’", "'"))
    return any(one in (_ENGLISH if len(words) > 1 else _ALONE) for one in words)


def answer(conversation: Conversation) -> Turn:
    """That Chinese is needed and whom to call, danger included; then the question that waits."""
    return said(conversation, [Text(say("english")), *replies.ask(conversation)])
