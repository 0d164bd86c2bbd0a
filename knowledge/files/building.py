"""Plain values of a policy's file to a Policy."""

from collections.abc import Container, Iterator, Mapping

from knowledge.amounts import AmountRule
from knowledge.conditions import Branch, Formula, Leaf, Tree, leaves
from knowledge.expressions import Contains, Expression, Name, Node, Not, children
from knowledge.policies import (
    CYCLE_AFTER,
    FILINGS,
    ROLES,
    UNITS,
    Advice,
    Benefit,
    BenefitFigure,
    Clause,
    Conditions,
    Cycle,
    Grant,
    Link,
    Material,
    Online,
    Policy,
    Remark,
)
from knowledge.sources import Source, SourceRef

from .formulas import Formulas
from .limits import build_limits
from .reading import Entry, Problems
from .vocabularies import PRECISIONS

DEEPEST_TREE = 6
KEEPS = ("required", "if_not_shared", "if_applicable", "not_needed")


class PolicyBuilder:
    """Builds policies against what the rest of the guide defines."""

    def __init__(
        self, formulas: Formulas, sources: Mapping[str, Source], *,
        groups: Container, departments: Container, areas: Container, documents: Container = (),
    ):  # fmt: skip
        self.formulas = formulas
        self.sources = sources
        self.groups = groups
        self.departments = departments
        self.areas = areas
        self.documents = documents

    def policy(self, entry: Entry, ids: Container[str]) -> Policy:
        """The policy of one file; `ids` are those of all policies."""
        who = tuple(self.conditions(one) for one in entry.entries("who"))
        clauses = tuple(self.clause(one) for one in entry.entries("clauses"))
        self.check_ids(entry, who, clauses)
        units = tuple(dict.fromkeys(one.unit for one in who))
        built = Policy(
            id=entry.text("id"), name=entry.text("name"), aliases=entry.texts("aliases", ()),
            groups=entry.each_of("groups", self.groups),
            department=entry.one_of("department", self.departments), partners=self.partners(entry),
            filing=entry.one_of("filing", FILINGS), summary=entry.text("summary"),
            who=who, clauses=clauses, warn=self.advice(entry, "warn", units),
            priority=self.advice(entry, "priority", units), routes=self.advice(entry, "routes", units),
            amounts=tuple(self.amount(one, units) for one in entry.entries("amounts", [])),
            benefits=tuple(self.benefit(one, units) for one in entry.entries("benefits", [])),
            materials=tuple(self.material(one, units) for one in entry.entries("materials", [])),
            where=entry.texts("where", ()), online=self.online(entry.entry("online")),
            steps=entry.texts("steps", ()),
            time_limits=build_limits(entry, self.sources, self.areas),
            automatic=self.remark(entry.entry("automatic")), review=self.remark(entry.entry("review")),
            rechecks=tuple(self.cycle(one, units) for one in entry.entries("rechecks", [])),
            fading=self.cycle(entry.entry("fading"), units), charity=bool(entry.flag("charity", False)),
            grants=self.grant(entry.entry("grants")), follows=entry.each_of("follows", ids, ()),
            not_with=self.links(entry, "not_with", "says", ids),
            related=self.links(entry, "related", "why", ids),
            confusable=self.links(entry, "confusable", "says", ids),
            phrasings=entry.texts("phrasings", ()), notes=entry.texts("notes", ()),
            valid_until=entry.day("valid_until", None), confidence=self.confidence(entry.entry("confidence")),
            sources=entry.each_of("sources", self.sources),
        )  # fmt: skip
        entry.done()
        return built

    def check_ids(self, entry: Entry, who: tuple[Conditions, ...], clauses: tuple[Clause, ...]) -> None:
        """Leaf ids are unique in each version, and clauses name leaves that exist."""
        known: set[str] = set()
        if not who:
            entry.wrong("who 是空的；写上谁能得", "who")
        for index, version in enumerate(who):
            ids = [leaf.id for leaf in (*leaves(version.tree), *version.ask_office)]
            for id in {id for id in ids if ids.count(id) > 1}:
                entry.problems.add((*entry.place, "who", index), f"条件编号 {id} 用了两遍；换一个")
            known.update(ids)
        for index, clause in enumerate(clauses):
            place = (*entry.place, "clauses", index)
            for id in clause.leaves:
                if id not in known:
                    entry.problems.add((*place, "leaves"), f"who 里没有条件 {id}；看看编号")
            if clause.role == "condition" and not clause.leaves:
                entry.problems.add(place, "condition 要写 leaves：由哪几个条件承接")
            if any(other.id == clause.id for other in clauses[:index]):
                entry.problems.add((*place, "id"), f"条文编号 {clause.id} 用了两遍；换一个")

    def conditions(self, entry: Entry) -> Conditions:
        unit = entry.one_of("unit", UNITS)
        scope = "household" if unit == "household" else "person"
        tree = self.tree(entry, scope, 0)
        ask = tuple(self.leaf(one, scope) for one in entry.entries("ask_office", []))
        effective, until = entry.day("effective"), entry.day("until", None)
        if until is not None and until < effective:
            entry.wrong("until 比 effective 早；看看日子写反没有", "until")
        precision = entry.one_of("precision", PRECISIONS, None) or None
        entry.take("note", None)
        entry.done()
        return Conditions(unit, effective, until, precision, tree, ask)

    def tree(self, entry: Entry, scope: str, depth: int) -> Tree:
        if entry.has("all") == entry.has("any"):
            entry.wrong("all 和 any 写一个")
        kind = "any" if entry.has("any") else "all"
        if depth > DEEPEST_TREE:
            entry.wrong("条件套得太深；并成几层", kind)
            return Branch(True, ())
        parts = tuple(self.part(one, scope, depth + 1) for one in entry.entries(kind))
        if not parts:
            entry.wrong(f"{kind} 下面是空的；写上条件", kind)
        return Branch(kind == "all", parts)

    def part(self, entry: Entry, scope: str, depth: int) -> Tree:
        if not (entry.has("all") or entry.has("any")):
            return self.leaf(entry, scope)
        tree = self.tree(entry, scope, depth)
        entry.take("says", None)
        entry.done()
        return tree

    def leaf(self, entry: Entry, scope: str) -> Leaf:
        formula = self.formula(entry, "when", scope, "bool", required=True)
        leaf = Leaf(
            entry.text("id"), entry.text("says"), formula, self.grounds(entry), entry.text("note", None),
            entry.text("unsourced", None), entry.text("remedy", None),
        )  # fmt: skip
        entry.done()
        return leaf

    def formula(
        self, entry: Entry, key: str, scope: str, kind: str, *, required: bool = False
    ) -> Formula | None:  # fmt: skip
        raw = entry.take(key) if required else entry.take(key, None)
        if raw is None:
            return None
        return self.formulas.formula(raw, scope, kind, (*entry.place, key))

    def grounds(self, entry: Entry) -> tuple[SourceRef, ...]:
        """The sources; where there are none, `unsourced` has to say why."""
        refs = entry.refs(self.sources)
        if not refs and not entry.has("unsourced"):
            entry.wrong("没有来源；写上 source，或在 unsourced 里写明为什么没有", "source")
        return refs

    def clause(self, entry: Entry) -> Clause:
        clause = Clause(
            entry.text("id"), entry.one_of("role", ROLES), entry.text("says"), entry.texts("leaves", ()),
            entry.refs(self.sources), entry.text("note", None),
        )  # fmt: skip
        entry.done()
        return clause

    def partners(self, entry: Entry) -> tuple[str, ...]:
        found = []
        raw = entry.take("partners", [])
        for index, one in enumerate(raw if isinstance(raw, list) else [raw]):
            if isinstance(one, str) and one in self.departments:
                found.append(one)
            elif isinstance(one, dict) and list(one) == ["name"] and isinstance(one["name"], str):
                found.append(one["name"])
            else:
                place = (*entry.place, "partners", index)
                entry.problems.add(place, "要写部门编号，或 {name: 单位名}；看看编号写对没有")
        return tuple(found)

    def advice(self, entry: Entry, key: str, units: tuple[str, ...]) -> tuple[Advice, ...]:
        return tuple(self.one_advice(one, key == "routes", _scope(units)) for one in entry.entries(key, []))

    def one_advice(self, entry: Entry, is_route: bool, scope: str) -> Advice:
        place = entry.text("place") if is_route else None
        advice = Advice(
            entry.text("id", None), self.formula(entry, "when", scope, "bool"), entry.text("says"),
            self.grounds(entry), place, entry.text("note", None), entry.text("unsourced", None),
        )  # fmt: skip
        entry.done()
        return advice

    def amount(self, entry: Entry, units: tuple[str, ...]) -> AmountRule:
        unit_of = entry.one_of("unit_of", UNITS, units[0] if units else "household")
        scope = "household" if unit_of == "household" else "person"
        service = entry.text("service", None)
        conditions = {key: self.formula(entry, key, scope, "bool") for key in ("when", "unless")}
        numbers = ("amount", "amount_from", "amount_up_to", "at_least", "at_most")
        read = {key: self.formula(entry, key, scope, "number") for key in numbers}
        if service is None and not entry.has("amount") and not entry.has("amount_up_to"):
            entry.wrong("amount、amount_up_to、service 至少写一个")
        rule = AmountRule(
            id=entry.text("id"), unit_of=unit_of, **conditions, **read,
            service=service, unit=entry.text("unit", None) if service else entry.text("unit"),
            part=entry.text("part", None), effective=entry.day("effective", None),
            until=entry.day("until", None),
            sources=entry.refs(self.sources), note=entry.text("note", None), sure=entry.flag("sure", False),
        )  # fmt: skip
        entry.done()
        return rule

    def benefit(self, entry: Entry, units: tuple[str, ...]) -> Benefit:
        figures = tuple(self.benefit_figure(one) for one in entry.entries("figures", []))
        benefit = Benefit(
            entry.text("says"), entry.text("kind", None), figures, entry.refs(self.sources),
            entry.text("note", None), self.formula(entry, "when", _scope(units), "bool"),
        )  # fmt: skip
        entry.done()
        return benefit

    def benefit_figure(self, entry: Entry) -> BenefitFigure:
        raw = entry.take("figure")
        figure = raw if isinstance(raw, str) else entry.number("figure", None)
        found = BenefitFigure(
            entry.text("name"), figure, entry.text("unit", None), entry.text("as_of", None),
            entry.text("scope", None), entry.refs(self.sources), entry.text("note", None),
        )  # fmt: skip
        if figure is not None and not found.sources:
            entry.wrong("有数就要有来源；写上 source", "source")
        entry.done()
        return found

    def material(self, entry: Entry, units: tuple[str, ...]) -> Material:
        material = Material(
            entry.text("says"), entry.one_of("keep", KEEPS),
            self.formula(entry, "when", _scope(units), "bool"),
            entry.text("note", None), entry.day("effective", None), entry.day("until", None),
            entry.refs(self.sources, default=[]), entry.each_of("documents", self.documents, ()),
        )  # fmt: skip
        entry.done()
        return material

    def online(self, entry: Entry | None) -> Online | None:
        if entry is None:
            return None
        refs = entry.refs(self.sources, default=[])
        online = Online(entry.flag("possible", None), entry.text("says"), refs)
        entry.done()
        return online

    def grant(self, entry: Entry | None) -> Grant | None:
        """What being granted makes true, of facts that exist."""
        if entry is None:
            return None
        facts = self.formulas.vocabulary.facts
        sets = {key: one for key, one in facts.items() if one.type == "set"}
        personal = [key for key, one in facts.items() if (one.type, one.scope) == ("bool", "person")]
        fact = entry.one_of("fact", sets)
        values = sets[fact].values if fact in sets else ()
        value, alone = entry.one_of("value", values), entry.one_of("alone", values, None) or None
        grant = Grant(fact, value, entry.one_of("personal", personal, None) or None, alone)
        entry.done()
        return grant

    def remark(self, entry: Entry | None) -> Remark | None:
        if entry is None:
            return None
        remark = Remark(
            entry.text("says"), entry.text("mode", None), entry.number("months", None),
            entry.refs(self.sources, default=[]),
        )  # fmt: skip
        entry.done()
        return remark

    def cycle(self, entry: Entry | None, units: tuple[str, ...]) -> Cycle | None:
        if entry is None:
            return None
        cycle = Cycle(
            entry.text("says"), entry.one_of("months", self.formulas.vocabulary.standards.standards),
            entry.one_of("after", CYCLE_AFTER, CYCLE_AFTER[0]),
            self.formula(entry, "when", _scope(units), "bool"), entry.refs(self.sources),
        )  # fmt: skip
        entry.done()
        return cycle

    def links(self, entry: Entry, key: str, words: str, ids: Container[str]) -> tuple[Link, ...]:
        return tuple(self.link(one, words, ids) for one in entry.entries(key, []))

    def link(self, entry: Entry, words: str, ids: Container[str]) -> Link:
        policy = entry.text("policy", None)
        if policy is not None and policy not in ids:
            entry.wrong(f"没有政策 {policy}；看看编号，不是指南里的写 null", "policy")
        link = Link(policy, entry.text(words), entry.refs(self.sources, default=[]))
        entry.done()
        return link

    def confidence(self, entry: Entry | None) -> dict[str, str]:
        if entry is None:
            return {}
        found = {"level": entry.text("level"), "why": entry.text("why", None) or ""}
        entry.done()
        return found


def _scope(units: tuple[str, ...]) -> str:
    return "household" if "household" in units else "person"


def build_policies(
    files: Mapping[str, object], builder: PolicyBuilder, problems: Problems, order: list[str]
) -> dict[str, Policy]:
    """policies/*.yaml, by group in the order of the groups, then by id."""
    entries = {name: Entry(raw, (name,), problems) for name, raw in _policy_files(files)}
    ids = [entry.text("id") for entry in entries.values()]
    found: dict[str, Policy] = {}
    for name, entry in entries.items():
        policy = builder.policy(entry, ids)
        if name != f"policies/{policy.id}.yaml":
            entry.wrong(f"文件名要跟编号一样：{policy.id}.yaml", "id")
        if ids.count(policy.id) > 1:
            entry.wrong(f"政策编号 {policy.id} 用过了；换一个", "id")
        found[policy.id] = policy
    for name, entry in entries.items():
        _check_follows(entry, found.get(name[9:-5]), found, builder.formulas.expressions)
    place = {group: index for index, group in enumerate(order)}
    ranked = sorted(found.values(), key=lambda one: min((place.get(id, 99) for id in one.groups), default=99))
    return {policy.id: policy for policy in ranked}


def _policy_files(files: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    return ((name, raw) for name, raw in files.items() if name.startswith("policies/"))


def _check_follows(
    entry: Entry, policy: Policy | None, found: Mapping[str, Policy], derived: Mapping[str, Expression]
) -> None:
    """A policy follows only those whose grant its own conditions ask for."""
    for index, id in enumerate(policy.follows if policy else ()):
        if id not in found:
            continue
        grant, place = found[id].grants, (*entry.place, "follows", index)
        if grant is None:
            entry.problems.add(place, f"{id} 没有写 grants；批下来以后算什么身份，先在那边写上")
        elif not any(
            _asks_for(leaf.formula.expression.tree, grant, derived)
            for version in policy.who for leaf in leaves(version.tree) if leaf.formula is not None
        ):  # fmt: skip
            entry.problems.add(place, f"who 里没有哪条要 {grant.value}；改条件，或从 follows 里去掉 {id}")


def _asks_for(node: Node, grant: Grant, derived: Mapping[str, Expression]) -> bool:
    """Whether the value speaks for the condition somewhere; below a "not" it does not."""
    match node:
        case Contains(name, value):
            return (name.key, value) == (grant.fact, grant.value)
        case Not():
            return False
        case Name(key) if key in derived:
            return _asks_for(derived[key].tree, grant, derived)
    return any(_asks_for(one, grant, derived) for one in children(node))
