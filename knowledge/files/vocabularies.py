"""Plain values of the small files to sources, regions, departments, groups, facts and standards."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from knowledge.facts import SCOPES, TYPES, Choice, FactDefinition
from knowledge.policies import Department, Document, Group
from knowledge.regions import District, Regions, Town
from knowledge.sources import CHECKED, LEVELS, Conflict, Source, Statement
from knowledge.standards import REFERENCE_ONLY, Family, Standard, Standards, StandardValue

from .reading import Entry, Problems

DIRECTIONS = ("rises", "any", "fixed")
PRECISIONS = ("day", "month", "year")
GIVEN = ("typed", "signed", "photo", "window")


def listed(name: str, files: Mapping[str, object], problems: Problems) -> Iterator[Entry]:
    """The mappings of a file that is a list; a problem where it is not there or is none."""
    raw = files.get(name)
    if not isinstance(raw, list):
        problems.add((name,), "缺这个文件，或它不是列表；写成 - 开头的列表")
        return
    for index, one in enumerate(raw):
        yield Entry(one, (name, index), problems)


def keep(found: dict, key: str, value: object, entry: Entry) -> None:
    """Put `value` under its id; a problem where the id was used before."""
    if key in found:
        entry.wrong(f"编号 {key} 用过了；换一个或合成一条")
    elif key:
        found[key] = value


def build_sources(files: Mapping[str, object], problems: Problems) -> dict[str, Source]:
    """sources.yaml: one id a document."""
    found: dict[str, Source] = {}
    for entry in listed("sources.yaml", files, problems):
        source = Source(
            id=entry.text("id"), title=entry.text("title"), issuer=entry.text("issuer", None),
            document_number=entry.text("document_number", None), year=entry.whole("year", None),
            level=entry.one_of("level", LEVELS, None) or None, checked=entry.one_of("checked", CHECKED),
            note=entry.text("note", None),
        )  # fmt: skip
        entry.done()
        keep(found, source.id, source, entry)
    return found


def build_conflicts(
    files: Mapping[str, object], sources: Mapping[str, Source], problems: Problems
) -> tuple[Conflict, ...]:
    """conflicts.yaml, which may be missing: where documents do not agree."""
    if "conflicts.yaml" not in files:
        return ()
    found: dict[str, Conflict] = {}
    for entry in listed("conflicts.yaml", files, problems):
        conflict = Conflict(
            entry.text("id"), entry.text("about"),
            tuple(_statement(one, sources) for one in entry.entries("says")),
            entry.text("used"), entry.text("ask"),
            _existing(entry, "policies", files), _existing(entry, "standards", files),
        )  # fmt: skip
        if len(conflict.statements) < 2:
            entry.wrong("说法不一要写两处以上；各写一条", "says")
        entry.done()
        keep(found, conflict.id, conflict, entry)
    return tuple(found.values())


def _statement(entry: Entry, sources: Mapping[str, Source]) -> Statement:
    statement = Statement(entry.text("says"), entry.refs(sources))
    if not statement.sources:
        entry.wrong("没有来源；写上是哪份文件说的", "source")
    entry.done()
    return statement


def _existing(entry: Entry, folder: str, files: Mapping[str, object]) -> tuple[str, ...]:
    prefix = f"{folder}/"
    return entry.each_of(folder, [name[len(prefix) : -5] for name in files if name.startswith(prefix)], ())


def build_groups(files: Mapping[str, object], problems: Problems) -> dict[str, Group]:
    """groups.yaml."""
    found: dict[str, Group] = {}
    for entry in listed("groups.yaml", files, problems):
        group = Group(entry.text("id"), entry.text("code"), entry.text("name"), entry.text("summary"))
        entry.done()
        keep(found, group.id, group, entry)
    return found


def build_departments(files: Mapping[str, object], problems: Problems) -> dict[str, Department]:
    """departments.yaml."""
    found: dict[str, Department] = {}
    for entry in listed("departments.yaml", files, problems):
        department = Department(entry.text("id"), entry.text("name"), entry.texts("aliases", ()))
        entry.done()
        keep(found, department.id, department, entry)
    return found


def build_documents(
    files: Mapping[str, object], departments: Mapping[str, Department], problems: Problems
) -> dict[str, Document]:
    """documents.yaml, which may be missing: kinds of paper, and who knows them already."""
    if "documents.yaml" not in files:
        return {}
    found: dict[str, Document] = {}
    for entry in listed("documents.yaml", files, problems):
        document = Document(
            entry.text("id"), entry.text("name"), entry.one_of("given", GIVEN),
            entry.each_of("shared_by", departments, ()), entry.text("why"), entry.text("shows", None),
        )  # fmt: skip
        if document.given == "photo" and document.shows is None:
            entry.wrong("要拍照的写上 shows：怎么拍", "shows")
        entry.done()
        keep(found, document.id, document, entry)
    return found


def build_regions(files: Mapping[str, object], problems: Problems) -> Regions:
    """regions.yaml."""
    found: dict[str, District] = {}
    codes: dict[str, Town] = {}
    for entry in listed("regions.yaml", files, problems):
        towns = tuple(_town(one, codes) for one in entry.entries("towns", []))
        administers = tuple(_administered(one) for one in entry.entries("administers", []))
        district = District(
            entry.text("key"), entry.text("code", None), entry.text("name"), entry.texts("aliases", ()),
            entry.text("kind"), towns, administers,
        )  # fmt: skip
        entry.take("note", None)
        entry.done()
        keep(found, district.key, district, entry)
    return Regions(found)


def _town(entry: Entry, codes: dict[str, Town]) -> Town:
    town = Town(entry.text("code"), entry.text("name"), entry.text("kind"), entry.texts("aliases", ()))
    entry.done()
    keep(codes, town.code, town, entry)
    return town


def _administered(entry: Entry) -> str:
    code = entry.text("code")
    entry.text("confidence", None)
    entry.text("name", None)
    entry.done()
    return code


def build_facts(
    files: Mapping[str, object], sources: Mapping[str, Source], problems: Problems
) -> dict[str, FactDefinition]:
    """facts.yaml: the only list of facts."""
    found: dict[str, FactDefinition] = {}
    for entry in listed("facts.yaml", files, problems):
        definition = _fact(entry, sources)
        entry.done()
        keep(found, definition.key, definition, entry)
    return found


def _fact(entry: Entry, sources: Mapping[str, Source]) -> FactDefinition:
    type_ = entry.one_of("type", TYPES)
    choices = tuple(_choice(one) for one in entry.entries("choices", []))
    if bool(choices) != (type_ in ("choice", "set")):
        entry.wrong("choice 和 set 要有 choices，别的类型不能有；改 type 或 choices")
    _check_choices(entry, choices)
    return FactDefinition(
        key=entry.text("key"), scope=entry.one_of("scope", SCOPES), type=type_, label=entry.text("label"),
        unit=entry.text("unit", None), range=_range(entry, type_), choices=choices,
        question=entry.text("question", None), question_other=entry.text("question_other", None),
        why=entry.text("why", None), hard=entry.whole("hard", 3), ask=entry.flag("ask", True),
        volunteered=entry.flag("volunteered", False),
        confirmed_by=entry.texts("confirmed_by", ()), derived=entry.text("derived", None),
        note=entry.text("note", None), sources=entry.refs(sources, default=[]),
    )  # fmt: skip


def _choice(entry: Entry) -> Choice:
    choice = Choice(
        entry.text("value"), entry.text("label"), entry.texts("words", ()), entry.texts("excludes", ())
    )  # fmt: skip
    entry.done()
    return choice


def _check_choices(entry: Entry, choices: tuple[Choice, ...]) -> None:
    values = [choice.value for choice in choices]
    if len(values) != len(set(values)):
        entry.wrong("choices 里有重复的 value；留一个", "choices")
    for choice in choices:
        for other in choice.excludes:
            if other not in values:
                entry.wrong(f"excludes 里的 {other} 不是这里的选项；看看拼写", "choices")


def _range(entry: Entry, type_: str) -> tuple | None:
    raw = entry.take("range", None)
    if raw is None:
        return None
    try:
        low, high = raw
        read = date.fromisoformat if type_ == "date" else lambda end: Decimal(repr(end))
        ends = tuple(None if end is None else read(end) for end in (low, high))
    except (TypeError, ValueError, ArithmeticError):
        entry.wrong("range 要写成 [最小, 最大]，没有的一头写 null", "range")
        return None
    if type_ not in ("int", "decimal", "date"):
        entry.wrong("只有数和日子有 range；去掉", "range")
    return ends


def build_standards(
    files: Mapping[str, object], sources: Mapping[str, Source], regions: Regions, problems: Problems
) -> Standards:
    """standards/*.yaml: one key a file."""
    standards: dict[str, Standard] = {}
    families: dict[str, Family] = {}
    places: dict[str, Entry] = {}
    for name, raw in files.items():
        if not name.startswith("standards/"):
            continue
        entry = Entry(raw, (name,), problems)
        key = entry.text("key")
        if key in places:
            entry.wrong(f"标准 {key} 在别的文件里写过了；合成一个文件", "key")
        elif entry.has("by"):
            families[key] = _family(entry)
        else:
            standards[key] = _standard(entry, sources, regions)
        entry.done()
        places[key] = entry
    _check_references(standards, families, places)
    return Standards(standards, families, regions)


def _family(entry: Entry) -> Family:
    choose = entry.take("choose")
    if not isinstance(choose, dict) or not all(isinstance(key, str) for key in choose.values()):
        entry.wrong("choose 要写成 选项: 标准键", "choose")
        choose = {}
    return Family(
        entry.text("key"), entry.text("label"), entry.text("unit", None), entry.text("by"), dict(choose),
        entry.text("note", None),
    )  # fmt: skip


def _standard(entry: Entry, sources: Mapping[str, Source], regions: Regions) -> Standard:
    values = []
    for one in entry.entries("values"):
        value = _standard_value(one, sources, regions)
        one.done()
        if any((value.area, value.effective) == (other.area, other.effective) for other in values):
            one.wrong("同一地区同一天有两个数；留一个", "effective")
        values.append(value)
    return Standard(
        entry.text("key"), entry.text("label"), entry.text("unit", None), entry.text("kind", None),
        entry.one_of("direction", DIRECTIONS),
        tuple(value for value in values if value.area != REFERENCE_ONLY), entry.text("note", None),
    )  # fmt: skip


def _standard_value(entry: Entry, sources: Mapping[str, Source], regions: Regions) -> StandardValue:
    areas = (*regions.areas, REFERENCE_ONLY)
    value, times = entry.number("value", None), entry.number("times", None)
    if entry.has("value") == entry.has("times"):
        entry.wrong("value 和 times 写一个；没有查到的写 value: null")
    of = entry.text("of") if entry.has("times") else entry.text("of", None)
    effective, until = entry.day("effective"), entry.day("until", None)
    if until is not None and until < effective:
        entry.wrong("until 比 effective 早；看看日子写反没有", "until")
    refs = entry.refs(sources)
    if (value is not None or times is not None) and not refs:
        entry.wrong("有数就要有来源；写上 source", "source")
    return StandardValue(
        area=entry.one_of("area", areas), effective=effective, until=until, value=value, times=times, of=of,
        precision=entry.one_of("precision", PRECISIONS, None) or None, sources=refs,
        note=entry.text("note", None),
    )  # fmt: skip


def _check_references(
    standards: dict[str, Standard], families: dict[str, Family], places: dict[str, Entry]
) -> None:  # fmt: skip
    for standard in standards.values():
        for value in standard.values:
            if value.of is None:
                continue
            if value.of not in standards:
                places[standard.key].wrong(f"of 写的标准 {value.of} 没有；看看拼写", "values")
            elif any(inner.of is not None for inner in standards[value.of].values):
                places[standard.key].wrong(f"{value.of} 自己也是倍数；直接写成原来标准的倍数", "values")
    for family in families.values():
        for key in family.choose.values():
            if key not in standards:
                places[family.key].wrong(f"choose 里的标准 {key} 没有；看看拼写", "choose")


def check_families(standards: Standards, facts: Mapping[str, FactDefinition], problems: Problems) -> None:
    """Each family goes by a household choice fact and has a standard for each of its choices."""
    for family in standards.families.values():
        place = (f"standards/{family.key}.yaml", "by")
        definition = facts.get(family.by)
        if definition is None or definition.type != "choice" or definition.scope != "household":
            problems.add(place, f"by 要写一个全家的单选情况，{family.by} 不是")
        elif set(family.choose) != set(definition.values):
            problems.add(place, f"choose 要给 {family.by} 的每个选项都写一个标准")
