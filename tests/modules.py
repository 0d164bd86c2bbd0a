"""The modules of the product as text: what they import and call."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def module_files(*packages):
    return [path for package in packages for path in sorted((ROOT / package).rglob("*.py"))]


@cache
def parse(path):
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def nodes(path):
    """Every node of a file; to walk it anew for each question took most of their time."""
    return tuple(ast.walk(parse(path)))


@cache
def imported_names(path):
    """Dotted names imported anywhere in a file, in order; relative ones made absolute."""
    return tuple(_imported(path))


def _imported(path):
    package = path.relative_to(ROOT).with_suffix("").parts
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = list(package[: -node.level]) if node.level else []
            name = ".".join(base + ([node.module] if node.module else []))
            yield name
            yield from (f"{name}.{alias.name}" for alias in node.names)


def imported_when_run(path):
    """The imported names without those that only the types need."""
    for_types = (
        node for node in nodes(path) if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    )
    imports = (one for node in for_types for one in node.body if isinstance(one, ast.ImportFrom))
    aside = {f"{one.module}.{name.name}" for one in imports for name in one.names}
    return {name for name in imported_names(path) if not any(one.startswith(name) for one in aside)}


def calls(path):
    for node in nodes(path):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


def relative(path):
    return path.relative_to(ROOT).as_posix()


@cache
def bound_names(path):
    """What a module binds by itself: what it defines, sets and imports, not within functions and classes."""
    found, waiting = set(), list(parse(path).body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found |= {(one.asname or one.name).split(".")[0] for one in node.names}
        else:
            found |= {
                one.id
                for one in ast.walk(node)
                if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)
            }
            waiting += [
                one for one in ast.iter_child_nodes(node) if isinstance(one, ast.stmt | ast.ExceptHandler)
            ]
    return found


def names_from_own(path):
    """(module, name) of each `from module import name` in a file, the module as a path under `ROOT`."""
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom):
            base = path.parents[node.level - 1].relative_to(ROOT).parts if node.level else ()
            module = ROOT.joinpath(*base, *(node.module or "").split("."))
            yield from ((module, one.name) for one in node.names)
