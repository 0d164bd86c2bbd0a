"""Files to one checked Guide. Strict: everything wrong is gathered and said at once."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from knowledge.errors import KnowledgeError
from knowledge.guide import Guide
from knowledge.keeping import find_kept, keep

from .building import PolicyBuilder, build_policies
from .formulas import Formulas
from .monitoring import build_layers, build_warnings
from .reading import Problems, read_files, read_yaml
from .scaling import ScaleBuilder
from .vocabularies import (
    build_conflicts,
    build_departments,
    build_documents,
    build_facts,
    build_groups,
    build_regions,
    build_sources,
    build_standards,
    check_families,
)

DATA = Path(__file__).parent.parent / "data"
KNOWN_FILES = (
    "conflicts.yaml", "departments.yaml", "documents.yaml", "facts.yaml", "groups.yaml", "layers.yaml",
    "needs.yaml", "regions.yaml", "services.yaml", "sources.yaml", "warnings.yaml", "words.yaml",
)  # fmt: skip
KNOWN_FOLDERS = ("policies/", "standards/")


def load_guide(path: Path | None = None, cache: Path | None = None) -> Guide:
    """The guide in `path`, or the one that comes with the package.

    `cache` is a directory where the plain values may be kept as JSON under the hash of the files. Raises
    GuideError with every problem found.
    """
    contents = read_files(path or DATA)
    version = _hash(contents)
    problems = Problems()
    kept = cache and _kept_path(Path(cache), version)
    files = find_kept(kept) if kept else None
    fresh = files is None
    if files is None:
        files = _read_all(contents, problems)
    guide = build_guide(files, version, problems)
    if kept and fresh:
        keep(kept, files)
    return guide


def load_for_checking(path: Path | None = None) -> tuple[Guide, Mapping[str, object], Mapping[tuple, int]]:
    """The guide, its plain values by file name, and the line of each place in them.

    Raises GuideError with every problem found.
    """
    contents, problems = read_files(path or DATA), Problems()
    files = _read_all(contents, problems)
    return build_guide(files, _hash(contents), problems), files, problems.lines


def load_kept_guide(version: str, cache: Path) -> Guide:
    """The guide of an earlier version as `load_guide` kept it, so that an old answer can be replayed.

    Raises KnowledgeError when that version was not kept.
    """
    files = find_kept(_kept_path(Path(cache), version)) if version.isalnum() else None
    if files is None:
        raise KnowledgeError(f"没有留存版本 {version}")
    return build_guide(files, version, Problems())


def _kept_path(cache: Path, version: str) -> Path:
    return cache / f"guide-{version}.json"


def build_guide(files: Mapping[str, object], version: str, problems: Problems) -> Guide:
    """The guide of plain values by file name. Raises GuideError with every problem found."""
    _check_names(files, problems)
    sources = build_sources(files, problems)
    groups = build_groups(files, problems)
    departments = build_departments(files, problems)
    documents = build_documents(files, departments, problems)
    regions = build_regions(files, problems)
    facts = build_facts(files, sources, problems)
    standards = build_standards(files, sources, regions, problems)
    check_families(standards, facts, problems)
    formulas = Formulas(facts, standards, problems)
    formulas.derive("facts.yaml")
    builder = PolicyBuilder(
        formulas, sources, groups=groups, departments=departments, areas=regions.areas, documents=documents
    )  # fmt: skip
    policies = build_policies(files, builder, problems, list(groups))
    conflicts = build_conflicts(files, sources, problems)
    scale = ScaleBuilder(formulas, sources, policies).scale(files, problems)
    layers = build_layers(files, sources, formulas)
    known = {"sources": sources, "departments": departments, "policies": policies, "layers": layers}
    warnings = build_warnings(files, known, formulas)
    problems.raise_if_any()
    return Guide(
        version=version, groups=MappingProxyType(groups), departments=MappingProxyType(departments),
        policies=MappingProxyType(policies), facts=MappingProxyType(facts), standards=standards,
        regions=regions, sources=MappingProxyType(sources), words=files.get("words.yaml") or {},
        expressions=MappingProxyType(formulas.expressions), compiled=MappingProxyType(formulas.compiled),
        conflicts=conflicts, documents=MappingProxyType(documents), scale=scale,
        layers=MappingProxyType(layers), warnings=MappingProxyType(warnings),
    )  # fmt: skip


def _hash(contents: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in contents.items():
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:32]


def _read_all(contents: Mapping[str, bytes], problems: Problems) -> dict[str, object]:
    files = {}
    for name, content in contents.items():
        try:
            files[name] = read_yaml(name, content.decode(), problems)
        except UnicodeDecodeError:
            problems.add((name,), "不是 UTF-8 文字；另存为 UTF-8")
    return files


def _check_names(files: Mapping[str, object], problems: Problems) -> None:
    for name in files:
        if name not in KNOWN_FILES and not name.startswith(KNOWN_FOLDERS):
            problems.add((name,), "不认得这个文件；放到 policies/ 或 standards/，或删掉")
