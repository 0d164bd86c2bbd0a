"""Nothing of the residents' pages is left untranslated: words are taken out and held to the catalogues."""

import re

import pytest

from webapp.languages import extracting
from webapp.languages.catalogues import LOCALES, read_catalogue
from webapp.languages.marking import HAS_CHINESE, SIGNS

PLACES = re.compile(r"%\((\w+)\)s|\{(\w*)\}")
TAGS = re.compile(r"</?[a-z]+")
FULL_WIDTH = re.compile(r"[\u3000-\u303f\uff01-\uff65]")
LATIN = re.compile(r"[A-Za-z]")


@pytest.fixture(scope="module")
def words():
    return [one.id for one in extracting.extract_all() if one.id]


@pytest.fixture(scope="module", params=LOCALES)
def catalogue(request):
    return {one.id: one.string for one in read_catalogue(request.param) if one.id}


@pytest.fixture(scope="module")
def english():
    return {one.id: one.string for one in read_catalogue("en") if one.id}


def test_every_word_has_a_translation(words, catalogue):
    assert [one for one in words if not catalogue.get(one)] == []


def test_no_catalogue_keeps_what_no_page_says_any_more(words, catalogue):
    """`make translations` takes it out."""
    assert sorted(set(catalogue) - set(words)) == []


def test_translations_fill_in_what_the_words_fill_in(catalogue):
    wrong = [
        (words, said)
        for words, said in catalogue.items()
        if set(PLACES.findall(words)) != set(PLACES.findall(said))
    ]
    assert wrong == []


def test_translations_have_the_tags_of_the_words(catalogue):
    wrong = [
        (words, said)
        for words, said in catalogue.items()
        if sorted(TAGS.findall(words)) != sorted(TAGS.findall(said))
    ]
    assert wrong == []


def test_no_english_is_chinese(english):
    wrong = [said for said in english.values() if HAS_CHINESE.search(said) or FULL_WIDTH.search(said)]
    assert wrong == []


def test_english_says_something_wherever_the_words_do(english):
    wordless = [
        said
        for words, said in english.items()
        if HAS_CHINESE.search(PLACES.sub("", words)) and not LATIN.search(PLACES.sub("", said))
    ]
    assert wordless == ["{who}’s"] or wordless == []


@pytest.mark.parametrize("path", extracting.files(extracting.TEMPLATES), ids=lambda one: one.name)
def test_no_template_has_words_that_no_catalogue_reaches(path):
    assert list(extracting.find_unwrapped(path)) == []


def test_no_sentence_is_put_together_before_it_is_looked_up():
    broken = [
        f"{path.relative_to(extracting.ROOT)}:{one.line} {one.words}"
        for path in extracting.files(extracting.PYTHON)
        for one in extracting.find_broken_sentences(path)
        if not any(path.match(name) and one.words in kept for name, kept in FOR_OTHERS.items())
    ]
    assert broken == []


# What stays Chinese: words that a citizen sends to the office, and tables of staff.
FOR_OTHERS = {
    "pages/answering/contexts.py": ("（依据）",),
    "ledger/figures.py": ("一半在  天以内上门。", "列出来的里面，上门看过  条。"),
}


def test_words_are_found_in_every_kind_of_source(words):
    for one in ("办到哪一步了？", "没有找到这一页", "已经受理", "正在听…", "%(name)s签好了", "{town}受理"):
        assert one in words


def test_an_unwrapped_word_in_a_template_is_noticed(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        '<p title="{{ _("好") }}">没有包{{ "也没有" if x }}{{ "算了" | typed }}</p>', encoding="utf-8"
    )
    found = [one.words for one in extracting.find_unwrapped(page)]
    assert found == ['">没有包', "也没有"]


def test_a_broken_sentence_in_python_is_noticed(tmp_path):
    module = tmp_path / "module.py"
    module.write_text('"""说明"""\nx = f"拍了 {n} 张"\ny = f"{n}px"\n', encoding="utf-8")
    assert [one.line for one in extracting.find_broken_sentences(module)] == [2]


def test_signs_of_chinese_are_signs():
    assert re.fullmatch(f"[{SIGNS}]+", "，。“”、：（）")
