"""A set of compiled templates for each language, with the fixed words translated in them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, MutableMapping
from typing import ClassVar

from flask.templating import Environment as FlaskEnvironment
from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from webapp.languages.catalogues import load_catalogue, load_script_words
from webapp.languages.speaking import Language, shown, typed

FILLED = re.compile(r"%\((\w+)\)s")
ASKED = frozenset({"_", "gettext"})
SHOWN, TYPED = "shown", "typed"
NAMES = {Language.SIMPLIFIED: "简体中文", Language.TRADITIONAL: "繁體中文", Language.ENGLISH: "English"}
NO_WORDS: Mapping[str, str] = {}


class _Translator(NodeTransformer):
    """Puts translated words in the place of calls; what is filled into a sentence passes through `shown`.

    A page is then compiled as if it had been written in its language: nothing is looked up, nothing filled in
    that the page in Simplified Chinese would not fill in as well.
    """

    def __init__(self, words: Mapping[str, str], is_source: bool) -> None:
        self.words, self.is_source = words, is_source

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        node = self.generic_visit(node)
        asks = isinstance(node.node, nodes.Name) and node.node.name in ASKED
        if not asks or not node.args or not isinstance(node.args[0], nodes.Const):
            return node
        said = nodes.Const(self.words.get(node.args[0].value, node.args[0].value), lineno=node.lineno)
        if not node.kwargs:
            return said
        filled = [
            nodes.Pair(nodes.Const(one.key), self._shown(one.value), lineno=node.lineno)
            for one in node.kwargs
        ]
        sentence = nodes.Mod(said, nodes.Dict(filled), lineno=node.lineno)
        return sentence if self.is_source else nodes.Filter(sentence, TYPED, [], [], None, None)

    def visit_Output(self, node: nodes.Output) -> nodes.Node:
        """What {% trans %} leaves, a sentence and what is filled into it, becomes text and outputs again."""
        node = self.generic_visit(node)
        node.nodes = [piece for one in node.nodes for piece in _pieces(one)]
        return node

    def visit_Filter(self, node: nodes.Filter) -> nodes.Node:
        """In the language of the source there is nothing to look up or to keep."""
        node = self.generic_visit(node)
        return node.node if self.is_source and node.name in (SHOWN, TYPED) and node.node else node

    def _shown(self, value: nodes.Expr) -> nodes.Expr:
        if self.is_source or isinstance(value, nodes.Const):
            return value
        return nodes.Filter(value, SHOWN, [], [], None, None, lineno=value.lineno)


def _pieces(one: nodes.Expr) -> Iterator[nodes.Expr]:
    sentence, filled = (one.left, one.right.items) if isinstance(one, nodes.Mod) else (one, ())
    if not isinstance(sentence, nodes.MarkSafeIfAutoescape) or not isinstance(sentence.expr, nodes.Const):
        yield one
        return
    values = {pair.key.value: pair.value for pair in filled}
    for place, text in enumerate(FILLED.split(sentence.expr.value)):
        if place % 2:
            yield values[text]
        elif text:
            yield nodes.TemplateData(text.replace("%%", "%") if values else text, lineno=one.lineno)


class Environment(FlaskEnvironment):
    """Templates of one language. `language` is None for the language of the source."""

    language: ClassVar[Language | None] = None
    words: Mapping[str, str] = NO_WORDS

    def __init__(self, app, **options: object) -> None:
        extensions = [*options.pop("extensions", ()), "jinja2.ext.i18n"]
        super().__init__(app, extensions=extensions, **options)
        self.filters |= {SHOWN: shown, TYPED: typed}
        self.globals |= _about(Language.SIMPLIFIED)

    def make_globals(self, d: MutableMapping[str, object] | None) -> MutableMapping[str, object]:
        """Where a template has none of its own, those of all templates as they are.

        Every page and every import in it goes through them all, and a chain of one is many times slower.
        """
        return super().make_globals(d) if d else self.globals

    def _generate(self, source: nodes.Template, *where: object, **options: object) -> str:
        translated = _Translator(self.words, self.language is None).visit(source)
        return super()._generate(translated, *where, **options)


def environment_of(source: Environment, language: Language) -> Environment:
    """The same templates, filters and globals, compiled for `language`."""
    made = source.overlay(finalize=shown, bytecode_cache=None)
    made.language, made.words = language, load_catalogue(language)
    said = json.dumps(dict(load_script_words(language)))
    made.globals = source.globals | _about(language) | {"script_words": said}
    return made


def _about(language: Language) -> dict[str, object]:
    """What a page has to know of its language: its name in HTML, and the others that it links to."""
    return {
        "html_lang": "zh-CN" if language is Language.SIMPLIFIED else language.value,
        "is_english": language is Language.ENGLISH,
        "tongues": [(one.value, typed(name)) for one, name in NAMES.items() if one is not language],
    }
