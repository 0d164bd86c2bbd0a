"""Plain values of needs.yaml and services.yaml to the scale of needs."""

from collections.abc import Container, Mapping

from knowledge.dimensions import BUREAU, DIMENSIONS, HIGHEST, Dimension, Factor, Scale, Service, Step
from knowledge.sources import Source

from .formulas import Formulas
from .reading import Entry, Problems
from .vocabularies import keep, listed

NEEDS, SERVICES = "needs.yaml", "services.yaml"
GROUNDS = (BUREAU,)


class ScaleBuilder:
    """Builds the scale against the facts, sources and policies of the guide."""

    def __init__(self, formulas: Formulas, sources: Mapping[str, Source], policies: Container[str]):
        self.formulas = formulas
        self.sources = sources
        self.policies = policies

    def scale(self, files: Mapping[str, object], problems: Problems) -> Scale:
        """Both files, which may be missing together."""
        if NEEDS not in files and SERVICES not in files:
            return Scale({}, {})
        dimensions: dict[str, Dimension] = {}
        for entry in listed(NEEDS, files, problems):
            dimension = self.dimension(entry)
            keep(dimensions, dimension.id, dimension, entry)
        missing = [one for one in DIMENSIONS if one not in dimensions]
        if missing:
            problems.add((NEEDS,), f"六个维度缺 {'、'.join(missing)}；补上")
        services: dict[str, Service] = {}
        for entry in listed(SERVICES, files, problems):
            service = self.service(entry, dimensions)
            keep(services, service.id, service, entry)
        return Scale(dimensions, services)

    def dimension(self, entry: Entry) -> Dimension:
        factors = tuple(self.factor(one) for one in entry.entries("factors"))
        dimension = Dimension(
            entry.one_of("id", DIMENSIONS), entry.text("name"), entry.text("about"),
            entry.one_of("ground", GROUNDS), entry.refs(self.sources), entry.texts("levels"), factors,
        )  # fmt: skip
        entry.done()
        if len(dimension.levels) != HIGHEST + 1:
            entry.wrong(f"0 到 {HIGHEST} 每一级写一句，一共 {HIGHEST + 1} 句", "levels")
        ids = [one.id for one in factors]
        for id in {one for one in ids if ids.count(one) > 1}:
            entry.wrong(f"编号 {id} 用过了；换一个或合成一条", "factors")
        most = sum(max(0, *(step.points for step in one.steps), 0) for one in factors)
        if most < HIGHEST:
            entry.wrong(f"全都成立也只有 {most} 分，够不到 {HIGHEST}；加分写够", "factors")
        return dimension

    def factor(self, entry: Entry) -> Factor:
        factor = Factor(entry.text("id"), tuple(self.step(one) for one in entry.entries("steps")))
        entry.done()
        weights = [step.points for step in factor.steps]
        heaviest_first = sorted(set(weights), key=abs, reverse=True)
        if not weights or weights != heaviest_first or min(weights) < 0 < max(weights):
            entry.wrong("由重到轻写，每一档分数不同，同一条里不能又加又减", "steps")
        return factor

    def step(self, entry: Entry) -> Step:
        points = entry.whole("points") or 0
        if not 0 < abs(points) <= HIGHEST:
            entry.wrong(f"points 要在 -{HIGHEST} 到 {HIGHEST} 之间，不能是 0", "points")
        when = self.formulas.formula(entry.take("when"), "person", "bool", (*entry.place, "when"))
        step = Step(points, when, entry.text("says"))
        entry.done()
        return step

    def service(self, entry: Entry, dimensions: Mapping[str, Dimension]) -> Service:
        when, level = entry.take("when", None), entry.whole("level") or 0
        if not 0 < level <= HIGHEST:
            entry.wrong(f"level 要在 1 到 {HIGHEST} 之间", "level")
        place = (*entry.place, "when")
        service = Service(
            entry.text("id"), entry.text("name"), entry.text("says"), entry.one_of("ground", GROUNDS),
            entry.refs(self.sources), entry.each_of("policies", self.policies, ()),
            entry.one_of("dimension", dimensions), level,
            None if when is None else self.formulas.formula(when, "person", "bool", place),
        )  # fmt: skip
        if not service.sources:
            entry.wrong("没有来源；写上是哪份文件点到的", "source")
        entry.done()
        return service
