"""Every regular expression that the packages make, noted as it is made; and texts that are hostile to one.

Run as a program, so that nothing was imported before: prints one JSON list of [pattern, flags, where].
"""

import ast
import importlib
import json
import pkgutil
import re
import sys
from pathlib import Path
from re import _constants as codes
from re import _parser as parser

ROOT = Path(__file__).resolve().parents[2]
# Programs, which begin to run when they are imported.
NOT_LOADED = (".__main__", ".wsgi")
PACKAGES = ("knowledge", "bot", "webapp")
MESSAGE = "俺爹今年78了，瘫在炕上三年，没有退休金，家里4口人一个月八百来块，住张店，查进度 ZB0123456789"
CLASSES = {
    codes.CATEGORY_DIGIT: "7", codes.CATEGORY_NOT_DIGIT: "一", codes.CATEGORY_SPACE: " ",
    codes.CATEGORY_NOT_SPACE: "一", codes.CATEGORY_WORD: "a", codes.CATEGORY_NOT_WORD: "，",
}  # fmt: skip
REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
# A repeat that is allowed more often than this counts as one without an end.
ENDLESS = 64
# A few of the alternatives, or of the characters of a class, stand for all of them.
ENOUGH = 3


def note_patterns():
    """Import every module and take one turn; what is compiled or written out, and where."""
    found, compiled = dict(written_patterns()), re._compile

    def noting(pattern, flags):
        frame = sys._getframe(1)
        while frame is not None and frame.f_code.co_filename == re.__file__:
            frame = frame.f_back
        where = Path(frame.f_code.co_filename) if frame is not None else Path()
        if isinstance(pattern, str) and where.is_relative_to(ROOT):
            name = where.relative_to(ROOT).as_posix()
            if name.split("/")[0] in PACKAGES:
                found.setdefault((pattern, int(flags)), name)
        return compiled(pattern, flags)

    re._compile = noting
    for package in PACKAGES:
        for module in pkgutil.walk_packages([str(ROOT / package)], f"{package}."):
            if not module.name.endswith(NOT_LOADED) and not module.name.startswith("bot.training"):
                importlib.import_module(module.name)
    import datetime

    import bot
    import knowledge

    bot.compile_wordings()

    guide = knowledge.load_guide()
    conversation = bot.Conversation()
    for text in (MESSAGE, "不清楚", "城里的", "低保多少钱", "转人工"):
        turn = bot.turn(guide, conversation, bot.Message(text=text), datetime.date(2026, 11, 22))
        conversation = turn.conversation
    return [[pattern, flags, where] for (pattern, flags), where in found.items()]


def written_patterns():
    """((pattern, flags), where) of every pattern that stands as it is in a call of `re`."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                match node:
                    case ast.Call(ast.Attribute(ast.Name("re")), [ast.Constant(str(pattern)), *_]):
                        yield (pattern, 0), path.relative_to(ROOT).as_posix()


def hostile_texts(pattern, flags):
    """(before, piece): texts of the piece many times over, where the pattern repeats something without end.

    The piece is what is repeated, alone and behind what has to stand before it: once at the head of the text,
    and before each piece, so that the pattern is entered again and again. None where every repeat has an end:
    such a pattern reads at most so many characters from each start.
    """
    found = set()
    for before, body in _endless(parser.parse(pattern, flags), ""):
        for piece in samples(body):
            if piece:
                found |= {("", piece), (before, piece), ("", before + piece)}
        if before:
            found.add(("", before))
    return sorted(found)


def _endless(tree, before):
    """(what has to stand before it, what is repeated) of each repeat without an end, at any depth."""
    for code, value in tree:
        if code in REPEATS and value[1] >= ENDLESS:
            yield before, value[2]
        for inner in _below(code, value):
            yield from _endless(inner, before)
        before += _sample_one(code, value)


def _below(code, value):
    if code in REPEATS:
        return [value[2]]
    if code is codes.SUBPATTERN:
        return [value[-1]]
    if code is codes.BRANCH:
        return value[1]
    if code in (codes.ASSERT, codes.ASSERT_NOT):
        return [value[1]]
    return [value] if code is codes.ATOMIC_GROUP else []


def samples(tree):
    """A few texts that the tree matches, or nearly: its first alternatives or characters in turn."""
    if len(tree) == 1:
        code, value = tree[0]
        if code is codes.BRANCH:
            return {one for branch in value[1][:ENOUGH] for one in samples(branch)}
        if code is codes.SUBPATTERN:
            return samples(value[-1])
        if code is codes.IN and value[0][0] is not codes.NEGATE:
            return {_sample_set([one]) for one in (*value[:ENOUGH], value[-1])}
    return {sample(tree)}


def sample(tree):
    """A text that the tree matches, or nearly."""
    return "".join(_sample_one(code, value) for code, value in tree)


def _sample_one(code, value):
    if code is codes.LITERAL:
        return chr(value)
    if code is codes.NOT_LITERAL:
        return "一" if value != ord("一") else "a"
    if code is codes.ANY:
        return "一"
    if code is codes.IN:
        return _sample_set(value)
    if code is codes.BRANCH:
        return sample(value[1][0])
    if code is codes.SUBPATTERN:
        return sample(value[-1])
    if code in REPEATS:
        return sample(value[2]) * value[0]
    # What is looked for behind has to stand there; what is looked for ahead is what follows.
    if code is codes.ASSERT and value[0] < 0:
        return sample(value[1])
    return sample(value) if code is codes.ATOMIC_GROUP else ""


def _sample_set(members):
    (code, value), *_ = members
    if code is codes.NEGATE:
        return "一"
    if code is codes.LITERAL:
        return chr(value)
    if code is codes.RANGE:
        return chr(value[0])
    return CLASSES.get(value, "a")


if __name__ == "__main__":
    json.dump(note_patterns(), sys.stdout)
