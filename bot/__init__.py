"""One message → one reply. Pure: no storage, no clock, no network; the guide and the day are arguments.

Doors take these names and nothing deeper. What a citizen reads is composed here, from `wording.yaml` and the
guide.

Decisions that close other ways:
- One dispatcher (`turn`): danger, then what the citizen asks the conversation to do, then facts; no states.
- A question is chosen by trying likely answers on the real rules, not from a script per policy.
- What each member would be asked for is asked once for the household, where the guide has such a fact.
- A verdict is never turned into a fact; “办下低保以后可以有” is one more assessment of a supposed situation.
- Long replies are paged here, so that “更多” goes on at any door; a renderer only cuts what does not fit.
"""

from bot.blocks import (
    Block,
    Checklist,
    Chip,
    Choice,
    HandoverBlock,
    Heard,
    Line,
    Link,
    PolicyCard,
    Question,
    QuestionBlock,
    Reply,
    Status,
    StatusRow,
    Text,
    Urgent,
    Working,
)
from bot.composing.review import review
from bot.conversation import Conversation
from bot.desk.demand import Missing, find_missing, groups_asked, missing_at_desk
from bot.dialogue.wordless import resume
from bot.messages import (
    Answer,
    ApplicationOpened,
    BotError,
    ConversationError,
    Evidence,
    Handover,
    HandoverClosed,
    HandoverElsewhere,
    HandoverLater,
    HandoverOpened,
    Match,
    MatchedGroup,
    MatchedPolicy,
    Message,
    OpenApplication,
    Opening,
    Outcome,
    Removed,
    Request,
    RequestStatus,
    StatusFound,
    StatusLimited,
    StatusLookup,
    StatusNotFound,
    Turn,
    Unbind,
    Unbound,
    Understanding,
    Unread,
)
from bot.render.plain import render_plain
from bot.render.speech import render_speech
from bot.render.wechat import render_wechat
from bot.serving import match_text, prepare
from bot.text.redacting import redact
from bot.turn import turn
from bot.understanding import understand
from bot.understanding.wordings.tables import compile_wordings, use_kept
from bot.wording import say

__all__ = [
    "Answer",
    "ApplicationOpened",
    "Block",
    "BotError",
    "Checklist",
    "Chip",
    "Choice",
    "Conversation",
    "ConversationError",
    "Evidence",
    "Handover",
    "HandoverBlock",
    "HandoverClosed",
    "HandoverElsewhere",
    "HandoverLater",
    "HandoverOpened",
    "Heard",
    "Line",
    "Link",
    "Match",
    "MatchedGroup",
    "MatchedPolicy",
    "Message",
    "Missing",
    "OpenApplication",
    "Opening",
    "Outcome",
    "PolicyCard",
    "Question",
    "QuestionBlock",
    "Removed",
    "Reply",
    "Request",
    "RequestStatus",
    "Status",
    "StatusFound",
    "StatusLimited",
    "StatusLookup",
    "StatusNotFound",
    "StatusRow",
    "Text",
    "Turn",
    "Unbind",
    "Unbound",
    "Understanding",
    "Unread",
    "Urgent",
    "Working",
    "compile_wordings",
    "find_missing",
    "groups_asked",
    "match_text",
    "missing_at_desk",
    "prepare",
    "redact",
    "render_plain",
    "render_speech",
    "render_wechat",
    "resume",
    "review",
    "say",
    "turn",
    "understand",
    "use_kept",
]
