"""Every word of the residents' pages, taken out of templates, Python, YAML and scripts by Babel.

Of Python every Chinese literal counts, so that none has to be marked and none can be forgotten; of YAML
every Chinese value. What only staff read, or what is stored and sent, stands in other files or is left out
by name.
"""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from jinja2 import Environment, nodes

from webapp.languages.catalogues import DOMAIN
from webapp.languages.marking import HAS_CHINESE, SIGNS
from webapp.languages.sources import KEPT, PATTERNS, PYTHON, SCRIPTS, SIGNED, TEMPLATES, YAML

ROOT = Path(__file__).parents[2]
KEYWORDS = {"_": None, "gettext": None}
SAYS = re.compile(f"{HAS_CHINESE.pattern}|[{SIGNS}]")
OPTIONS = {"extensions": "jinja2.ext.i18n", "trimmed": "false"}


class Found(NamedTuple):
    line: int
    words: str


def from_templates(file: io.BytesIO, path: Path) -> Iterator[Found]:
    for line, words, *_ in extract("jinja2", file, KEYWORDS, (), OPTIONS):
        yield Found(line, words if isinstance(words, str) else words[0])


def from_python(file: io.BytesIO, path: Path) -> Iterator[Found]:
    """Every literal with Chinese, but no docstring and no part of an f-string, which is half a sentence."""
    tree = ast.parse(file.read())
    silent = set(_silent(tree))
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if not is_text or id(node) in silent or PATTERNS.search(node.value):
            continue
        if HAS_CHINESE.search(node.value) or ("{" in node.value and SAYS.search(node.value)):
            yield Found(node.lineno, node.value)


def _silent(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            yield id(node.value)
        elif isinstance(node, ast.JoinedStr):
            yield from (id(one) for one in ast.walk(node))


def find_broken_sentences(path: Path) -> Iterator[Found]:
    """F-strings with Chinese: what is put together before it is looked up can never be found."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.JoinedStr):
            words = "".join(one.value for one in node.values if isinstance(one, ast.Constant))
            if HAS_CHINESE.search(words):
                yield Found(node.lineno, words)


def from_yaml(file: io.BytesIO, keys: Iterable[str]) -> Iterator[Found]:
    """Every Chinese value, or those below `keys` alone, however deep these stand."""
    yield from _values(yaml.compose(file), frozenset(keys), not keys)


def _values(node: yaml.Node, keys: frozenset[str], inside: bool) -> Iterator[Found]:
    if isinstance(node, yaml.ScalarNode):
        if inside and HAS_CHINESE.search(node.value):
            yield Found(node.start_mark.line + 1, node.value)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _values(value, keys, inside or key.value in keys)
    else:
        for one in node.value:
            yield from _values(one, keys, inside)


def from_scripts(file: io.BytesIO, path: Path) -> Iterator[Found]:
    for line, words, *_ in extract("javascript", file, KEYWORDS, (), {}):
        yield Found(line, words if isinstance(words, str) else words[0])


def extract_all() -> Catalog:
    """A catalogue without translations: every word, and where it stands."""
    catalogue = Catalog(project="zizhuni", domain=DOMAIN, charset="utf-8")
    for path, found in _found():
        flags = () if "%(" not in found.words else ("python-format",)
        catalogue.add(found.words, locations=[(path.relative_to(ROOT).as_posix(), found.line)], flags=flags)
    return catalogue


def _found() -> Iterator[tuple[Path, Found]]:
    for paths, read in ((TEMPLATES, from_templates), (PYTHON, from_python), (SCRIPTS, from_scripts)):
        for path in files(paths):
            for one in read(io.BytesIO(path.read_bytes()), path):
                if SAYS.search(one.words) and (paths is not PYTHON or one.words not in KEPT):
                    yield path, one
    for name, keys in YAML.items():
        path = ROOT / name
        for one in from_yaml(io.BytesIO(path.read_bytes()), keys):
            if one.words not in KEPT:
                yield path, one


def files(patterns: Iterable[str]) -> list[Path]:
    found = {path for one in patterns for path in ROOT.glob(one)}
    return sorted(one for one in found if one.relative_to(ROOT).as_posix() not in SIGNED)


def find_unwrapped(path: Path) -> Iterator[Found]:
    """Chinese in a template that no catalogue can reach: outside `_()`, {% trans %} and `| typed`."""
    tree = Environment(extensions=["jinja2.ext.i18n"]).parse(path.read_text(encoding="utf-8"))
    reached = {id(one) for one in _reached(tree)}
    for kind, value in ((nodes.TemplateData, "data"), (nodes.Const, "value")):
        for node in tree.find_all(kind):
            words = getattr(node, value)
            if id(node) not in reached and isinstance(words, str) and SAYS.search(words):
                yield Found(node.lineno, words.strip())


def _reached(tree: nodes.Template) -> Iterator[nodes.Node]:
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in KEYWORDS:
            yield call.args[0]
    for kept in tree.find_all(nodes.Filter):
        if kept.name == "typed" and kept.node is not None:
            yield kept.node
