"""`python -m tests.miniprogram.traditional`: the mini-program's Traditional words out of the Simplified ones.

A phone has no table of characters to convert with, so that the words are kept converted.
"""

from __future__ import annotations

from pathlib import Path

import opencc

WORDS = Path(__file__).parents[2] / "webapp/miniprogram/words"
SIMPLIFIED, TRADITIONAL = WORDS / "simplified.js", WORDS / "traditional.js"
START = "module.exports = {"
HEAD = """/** The words of simplified.js, converted by tests/miniprogram/traditional.py, not by hand. */

/** @type {typeof import('./simplified')} */
const traditional = {"""
TAIL = "\nmodule.exports = traditional;\n"


def converted(simplified: str) -> str:
    """The whole file of Traditional words, out of the text of the Simplified one."""
    _, found, words = simplified.partition(START)
    if not found:
        raise ValueError(f"{SIMPLIFIED.name} has no “{START}”")
    return HEAD + opencc.OpenCC("s2tw").convert(words) + TAIL


if __name__ == "__main__":
    TRADITIONAL.write_text(converted(SIMPLIFIED.read_text(encoding="utf-8")), encoding="utf-8")
