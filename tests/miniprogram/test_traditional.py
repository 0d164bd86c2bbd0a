from tests.miniprogram.traditional import SIMPLIFIED, TRADITIONAL, converted


def test_the_traditional_words_are_the_simplified_ones_converted():
    now = converted(SIMPLIFIED.read_text(encoding="utf-8"))
    assert TRADITIONAL.read_text(encoding="utf-8") == now, "run python -m tests.miniprogram.traditional"
