"""The walls of the house: layers, limits, one clock, one environment, one place to commit."""

import ast
import os
import sys
from pathlib import Path

import pytest

from tests.modules import (
    ROOT,
    bound_names,
    calls,
    imported_names,
    module_files,
    names_from_own,
    nodes,
    relative,
)

LAYERS = ("knowledge", "bot", "webapp")
TABLES = ROOT / "knowledge" / "tables"  # the libraries for tables stand behind these modules alone
PURE_LIBRARIES = {
    "knowledge": {"yaml"},
    "bot": {"yaml", "babel", "jieba", "rapidfuzz", "pypinyin", "opencc"},
}
TABLE_LIBRARIES = {"ibis", "pyarrow", "numpy"}  # the policies over whole tables, behind these modules alone
IMPURE_MODULES = {
    "socket",
    "requests",
    "urllib.request",
    "http.client",
    "sqlite3",
    "subprocess",
    "random",
    "secrets",
}
TRAINING = {"sklearn", "numpy", "scipy", "pandas"}
ARRAYS = {"numpy"}  # screening works on whole columns; it is never loaded while serving


@pytest.mark.parametrize("layer", LAYERS)
def test_each_layer_imports_only_layers_below_it(layer):
    above = set(LAYERS[LAYERS.index(layer) + 1 :])
    wrong = [
        f"{relative(path)} imports {name}"
        for path in module_files(layer)
        for name in imported_names(path)
        if name.split(".")[0] in above | {"tests", "migrations"}
    ]
    assert wrong == []


@pytest.mark.parametrize("layer", LAYERS)
def test_what_is_imported_from_a_module_is_there(layer):
    """Also where nothing runs it in a test, as the training of the models."""
    wrong = []
    for path in module_files(layer):
        for module, name in names_from_own(path):
            if module.relative_to(ROOT).parts[:1] not in {(one,) for one in LAYERS}:
                continue
            file = module / "__init__.py"
            file = file if file.exists() else module.with_suffix(".py")
            there = (module / name).is_dir() or (module / f"{name}.py").exists()
            if not there and not (file.exists() and name in bound_names(file)):
                wrong.append(f"{relative(path)} imports {name} from {relative(module)}")
    assert wrong == []


@pytest.mark.parametrize("layer", ["knowledge", "bot"])
def test_pure_layers_use_only_their_few_libraries(layer):
    own = {*LAYERS, "__future__"}
    wrong = []
    for path in module_files(layer):
        if path.is_relative_to(ROOT / "bot" / "training"):
            continue
        allowed = own | PURE_LIBRARIES[layer]
        if layer == "knowledge" and path.is_relative_to(TABLES):
            allowed |= TABLE_LIBRARIES
        for name in imported_names(path):
            top = name.split(".")[0]
            if name in IMPURE_MODULES or (top not in allowed and not is_standard(top)):
                wrong.append(f"{relative(path)} imports {name}")
    assert wrong == []


def is_standard(top):
    return top in sys.stdlib_module_names


def test_no_training_library_outside_training():
    wrong = [
        f"{relative(path)} imports {name}"
        for path in module_files(*LAYERS)
        if not path.is_relative_to(ROOT / "bot" / "training")
        for name in imported_names(path)
        if name.split(".")[0] in TRAINING - (ARRAYS if is_screening(path) else set())
    ]
    assert wrong == []


def is_screening(path):
    return path.is_relative_to(ROOT / "webapp" / "screening") or path.is_relative_to(TABLES)


def test_wechatpy_is_known_to_one_module_alone():
    users = {
        relative(path)
        for path in module_files(*LAYERS)
        for name in imported_names(path)
        if name.split(".")[0] == "wechatpy"
    }
    assert len(users) == 1, users


PLATFORM = "webapp.gateways.verification"
ASKER = "webapp/applications/verifying.py"
# What others may know of the platform: values that come and go, and no way to send them.
VALUES_OF_PLATFORM = {"Fault", "SourceAnswer", "SourceState", "Stated"}


def names_in(path):
    for node in nodes(path):
        if isinstance(node, ast.Name | ast.Attribute):
            yield ast.unparse(node).rsplit(".", 1)[-1]
        elif isinstance(node, ast.alias):
            yield node.name.rsplit(".", 1)[-1]


def test_one_module_alone_can_reach_the_verification_platform():
    wrong = []
    for path in module_files("webapp"):
        if relative(path) in (ASKER, "webapp/gateways/verification.py"):
            continue
        imported = {name for name in imported_names(path) if name.startswith(f"{PLATFORM}.")}
        allowed = {f"{PLATFORM}.{name}" for name in VALUES_OF_PLATFORM}
        whole = PLATFORM in imported_names(path) and not imported
        if imported - allowed or whole or "VerificationGateway" in names_in(path):
            wrong.append(relative(path))
    assert wrong == []


def test_nobody_is_asked_about_but_after_their_permit_was_looked_at():
    """An order is made, and a call prepared, in one function each, and both look at the permit."""
    places, calls_of = {}, {}
    for path in module_files("webapp"):
        for function in functions(path):
            place = f"{relative(path)}:{function.name}"
            found = [ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)]
            calls_of[place] = {name.rsplit(".", 1)[-1] for name in found}
            for name in found:
                places.setdefault(name, set()).add(place)
    assert places["VerificationOrder"] == {f"{ASKER}:make_order"}
    assert places["Errand"] == places["_to_send"] == {f"{ASKER}:_errand"}
    assert places["Order"] == {f"{ASKER}:_to_send"}
    for way in ("platform.submit", "platform.fetch", "platform.cancel"):
        assert places[way] == {f"{ASKER}:run"}
    assert places["verifying.open_platform"] == {"webapp/jobs.py:make_worker"}
    assert "find_permit" in calls_of[f"{ASKER}:make_order"]
    assert "is_permitted" in calls_of[f"{ASKER}:_errand"]
    assert "is_permitted" in calls_of["webapp/applications/settling.py:settle"]


def test_only_the_clock_reads_the_time():
    clocks = (
        "datetime.now",
        "datetime.utcnow",
        "date.today",
        "time.time",
        "datetime.datetime.now",
        "datetime.date.today",
    )
    wrong = [
        f"{relative(path)}:{line} {name}"
        for path in module_files(*LAYERS)
        if relative(path) != "webapp/clock.py"
        for line, name in calls(path)
        if name in clocks
    ]
    assert wrong == []


def test_only_the_edges_read_the_environment():
    allowed = {"webapp/wsgi.py", "webapp/cli.py", "webapp/demo.py"}
    wrong = [
        relative(path)
        for path in module_files(*LAYERS)
        if relative(path) not in allowed
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ("os.environ", "os.getenv")
    ]
    assert wrong == []


def test_only_edges_commit():
    """Functions take the session and never commit; routes, their guard, commands and the worker do, once.

    `h5/following.py` is the end that several routes share; `casework/opening.py` keeps a look by itself.
    """
    shared = ("webapp/h5/following.py", "webapp/casework/opening.py")
    edges = ("routes.py", "access.py", "cli.py", "jobs.py", "chat.py", "inbox.py", "tokens.py")
    wrong = [
        f"{relative(path)}:{line}"
        for path in module_files("webapp")
        if path.name not in edges and relative(path) not in shared
        for line, name in calls(path)
        if name.endswith(".commit")
    ]
    assert wrong == []


def test_catch_all_only_at_the_outermost_edges():
    allowed = ("webapp/problems.py", "webapp/wechat/")
    wrong = [
        f"{relative(path)}:{node.lineno}"
        for path in module_files(*LAYERS)
        if not relative(path).startswith(allowed)
        for node in nodes(path)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
    ]
    assert wrong == []


def functions(path):
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function):
    """Lines of a function without its docstring."""
    body = function.body
    start = function.lineno
    if ast.get_docstring(function) is not None:
        first = body[0]
        return (function.end_lineno - start + 1) - (first.end_lineno - first.lineno + 1)
    return function.end_lineno - start + 1


def test_functions_are_at_most_forty_lines():
    long = [
        f"{relative(path)}:{node.lineno} {node.name} has {length(node)} lines"
        for path in module_files(*LAYERS)
        for node in functions(path)
        if length(node) > 40
    ]
    assert long == []


def test_routes_are_at_most_fifteen_lines():
    verbs = (".get(", ".post(", ".route(", ".put(", ".delete(")
    long = [
        f"{relative(path)}:{node.lineno} {node.name} has {length(node)} lines"
        for path in module_files("webapp")
        if path.name == "routes.py"
        for node in functions(path)
        if any(verb in ast.unparse(mark) for mark in node.decorator_list for verb in verbs)
        if length(node) > 15
    ]
    assert long == []


def test_files_are_at_most_four_hundred_lines():
    long = [
        f"{relative(path)} has {count} lines"
        for path in module_files(*LAYERS)
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 400
    ]
    assert long == []


def test_functions_take_at_most_four_positional_arguments():
    many = []
    for path in module_files(*LAYERS):
        for node in functions(path):
            positional = [
                arg.arg for arg in node.args.posonlyargs + node.args.args if arg.arg not in ("self", "cls")
            ]
            if len(positional) > 4:
                many.append(f"{relative(path)}:{node.lineno} {node.name}({', '.join(positional)})")
    assert many == []


def own_files(folder):
    """Every file below a folder but what npm has installed there."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(set(folders) - {"node_modules", "__pycache__"})
        yield from (Path(place) / name for name in sorted(names))


def test_no_path_of_a_machine_in_the_tree():
    places = ("/" + "work/", "/" + "root/", "/home" + "/")
    found = [
        f"{relative(path)}: {place}"
        for package in (*LAYERS, "migrations", "tests")
        for path in own_files(ROOT / package)
        if path.suffix in {".py", ".yaml", ".md", ".sh", ".html", ".js", ".css", ".toml"}
        for place in places
        if place in path.read_text(encoding="utf-8")
    ]
    assert found == []
