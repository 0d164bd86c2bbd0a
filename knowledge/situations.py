"""What is known of one household: its facts and its people. What is absent is unknown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from knowledge.errors import SituationError
from knowledge.facts import FactDefinition, Value, parse_value, value_to_json

RELATIONS = (
    "self", "spouse", "father", "mother", "parent", "son", "daughter", "child", "grandson", "granddaughter",
    "grandchild", "grandfather", "grandmother", "grandparent", "brother", "sister", "sibling", "son_in_law",
    "daughter_in_law", "father_in_law", "mother_in_law", "uncle", "aunt", "uncle_aunt", "nephew", "niece",
    "nephew_niece", "relative", "ex_spouse", "neighbour", "villager", "pupil", "client", "stranger", "other",
)  # fmt: skip
MEMBERS = frozenset({"self", "spouse"})
CHILDREN = frozenset({"son", "daughter", "child"})
GRANDCHILDREN = frozenset({"grandson", "granddaughter", "grandchild"})
NOT_MEMBERS = frozenset({"neighbour", "villager", "stranger", "ex_spouse", "pupil", "client"})
MOST_PEOPLE = 30
LONGEST_ID = 64


@dataclass(frozen=True)
class Person:
    """One person of a situation: relation to who speaks, and the facts known.

    `called`: the word that who speaks has for them (二叔), for naming alone: it decides nothing, so two who
    differ in it alone are the same.
    """

    id: str
    relation: str
    facts: Mapping[str, Value] = field(default_factory=dict)
    called: str = field(default="", compare=False)

    def having(self, facts: Mapping[str, Value]) -> "Person":
        """The same person with these facts and no others."""
        return Person(self.id, self.relation, facts, self.called)


@dataclass(frozen=True)
class Situation:
    """All that is known of one household. Copies are cheap; nothing changes in place."""

    id: str = "h1"
    household: Mapping[str, Value] = field(default_factory=dict)
    people: tuple[Person, ...] = ()

    @classmethod
    def parse(cls, raw: object, facts: Mapping[str, FactDefinition], id: str = "h1") -> "Situation":
        """The situation in `raw` (JSON of design section 10). Raises SituationError with every problem."""
        return _Reader(facts).situation(raw, id)

    def to_json(self) -> dict:
        """JSON that `parse` reads back."""
        return {
            "id": self.id,
            "household": _facts_to_json(self.household),
            "people": [
                {"id": person.id, "relation": person.relation, "facts": _facts_to_json(person.facts)}
                for person in self.people
            ],
        }

    def person(self, person_id: str) -> Person:
        """The person of that id. Raises SituationError when there is none."""
        for person in self.people:
            if person.id == person_id:
                return person
        raise SituationError([("/people", f"没有 id 是 {person_id} 的人")])

    def with_fact(self, person_id: str | None, key: str, value: Value) -> "Situation":
        """A copy in which the person, or the household when None, has the fact."""
        if person_id is None:
            return self._having(household={**self.household, key: value})
        person = self.person(person_id)
        return self.with_person(person.having({**person.facts, key: value}))

    def with_facts(self, told: Iterable[tuple[str | None, str, Value]]) -> "Situation":
        """A copy in which each holder, the household where None, has its fact; itself without any."""
        by_holder: dict[str | None, dict[str, Value]] = {}
        for person_id, key, value in told:
            by_holder.setdefault(person_id, {})[key] = value
        if not by_holder:
            return self
        of_home = by_holder.pop(None, {})
        changed = {id: self.person(id) for id in by_holder}
        changed = {id: one.having({**one.facts, **by_holder[id]}) for id, one in changed.items()}
        people = tuple([changed.get(one.id, one) for one in self.people]) if changed else self.people
        return self._having({**self.household, **of_home} if of_home else None, people)

    def without_fact(self, person_id: str | None, key: str) -> "Situation":
        """A copy in which the fact is unknown."""
        if person_id is None:
            return self._having(household=_without(self.household, key))
        person = self.person(person_id)
        return self.with_person(person.having(_without(person.facts, key)))

    def with_person(self, person: Person) -> "Situation":
        """A copy with the person added, or put in place of the one of that id."""
        people = tuple([person if known.id == person.id else known for known in self.people])
        known = any(one is person for one in people)
        return self._having(people=people if known else (*people, person))

    def _having(
        self, household: Mapping[str, Value] | None = None, people: tuple[Person, ...] | None = None
    ) -> "Situation":
        """Spelled out: done dozens of times a turn, and `dataclasses.replace` takes three times as long."""
        return Situation(
            self.id,
            self.household if household is None else household,
            self.people if people is None else people,
        )


def _without(facts: Mapping[str, Value], key: str) -> dict[str, Value]:
    return {name: value for name, value in facts.items() if name != key}


def _facts_to_json(facts: Mapping[str, Value]) -> dict:
    return {key: value_to_json(value) for key, value in facts.items()}


class _Reader:
    """Reads untrusted JSON and gathers every problem before it refuses."""

    def __init__(self, definitions: Mapping[str, FactDefinition]):
        self.definitions = definitions
        self.problems: list[tuple[str, str]] = []

    def situation(self, raw: object, id: str) -> Situation:
        given = self.mapping(raw, "", {"id", "household", "people"})
        id = self.id(given["id"], "/id") if given.get("id") is not None else id
        household = self.facts(given.get("household"), "/household", "household")
        people = self.people(given.get("people"))
        if self.problems:
            raise SituationError(self.problems)
        return Situation(id, household, people)

    def mapping(self, raw: object, pointer: str, allowed: set[str]) -> dict:
        if not isinstance(raw, dict):
            self.problems.append((pointer, "要写成对象"))
            return {}
        for key in raw:
            if key not in allowed:
                words = f"没有这一项；只能写 {'、'.join(sorted(allowed))}"
                self.problems.append((f"{pointer}/{_token(key)}", words))
        return raw

    def id(self, raw: object, pointer: str) -> str:
        if not isinstance(raw, str) or not 0 < len(raw) <= LONGEST_ID or not raw.isprintable():
            self.problems.append((pointer, f"要写一个 1 到 {LONGEST_ID} 个字的编号"))
            return ""
        return raw

    def facts(self, raw: object, pointer: str, scope: str) -> dict[str, Value]:
        if raw is None:
            return {}
        if not isinstance(raw, dict):
            self.problems.append((pointer, "要写成对象"))
            return {}
        values = {}
        for key, given in raw.items():
            place = f"{pointer}/{_token(key)}"
            definition = self.definitions.get(key) if isinstance(key, str) else None
            if definition is None:
                self.problems.append((place, "情况词表里没有这一项"))
            elif definition.scope != scope:
                self.problems.append((place, "这是家里的情况" if scope == "person" else "这是个人的情况"))
            else:
                self.value(values, definition, given, place)
        return values

    def value(self, values: dict, definition: FactDefinition, raw: object, pointer: str) -> None:
        try:
            values[definition.key] = parse_value(definition, raw)
        except SituationError as error:
            self.problems.extend((pointer + inner, message) for inner, message in error.problems)

    def people(self, raw: object) -> tuple[Person, ...]:
        if raw is None:
            return ()
        if not isinstance(raw, list | tuple) or len(raw) > MOST_PEOPLE:
            self.problems.append(("/people", f"要写成列表，最多 {MOST_PEOPLE} 个人"))
            return ()
        people = [self.person(given, f"/people/{index}") for index, given in enumerate(raw)]
        for index, person in enumerate(people):
            if person.id and any(other.id == person.id for other in people[:index]):
                self.problems.append((f"/people/{index}/id", "这个编号前面用过了"))
        if sum(person.relation == "self" for person in people) > 1:
            self.problems.append(("/people", "self 只能有一个"))
        return tuple(people)

    def person(self, raw: object, pointer: str) -> Person:
        given = self.mapping(raw, pointer, {"id", "relation", "facts"})
        relation = given.get("relation")
        if not isinstance(relation, str) or relation not in RELATIONS:
            self.problems.append((f"{pointer}/relation", f"只能是 {'、'.join(RELATIONS)} 里的一个"))
            relation = "other"
        id = self.id(given.get("id"), f"{pointer}/id")
        return Person(id, relation, self.facts(given.get("facts"), f"{pointer}/facts", "person"))


def _token(key: object) -> str:
    """A key as part of a JSON pointer, cut short when it is long."""
    text = key[:LONGEST_ID] if isinstance(key, str) else type(key).__name__
    return text.replace("~", "~0").replace("/", "~1")
