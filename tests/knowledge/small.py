"""A small guide of its own, so that a test can say exactly what it is about."""

import copy
from datetime import date

import yaml

from knowledge import Situation, assess
from knowledge.files.loading import build_guide
from knowledge.files.reading import Problems

DAY = date(2024, 6, 1)
SOURCE = [{"id": "S1", "section": "第一条"}]


def fact(key, scope="person", type="bool", **more):
    return {"key": key, "scope": scope, "type": type, "label": key, **more}


def choices(*values):
    return [value if isinstance(value, dict) else {"value": value, "label": value} for value in values]


FACTS = [
    fact("age_years", type="int", range=[0, 120]),
    fact("birth_date", type="date", range=["1900-01-01", None]),
    fact("household_member"),
    fact("ill"),
    fact("grade", type="int", range=[1, 4]),
    fact("hukou", type="choice", choices=choices("zibo", "elsewhere")),
    fact("illnesses", type="set", choices=choices("cancer", "cataract", "uremia")),
    fact("income", type="decimal", range=[0, 1000000]),
    fact("extra_income", type="decimal"),
    fact("household_size", "household", "int", range=[1, 20]),
    fact("district", "household", "choice", choices=choices("linzi", "zhangdian")),
    fact("area_kind", "household", "choice", choices=choices("urban", "rural")),
    fact("assets", "household"),
    fact("danger", "household"),
    fact("cost", "household", "decimal", range=[0, 1000000]),
    fact(
        "aid_status", "household", "set",
        choices=choices(
            {"value": "low", "label": "低保", "excludes": ["edge"]},
            {"value": "edge", "label": "边缘"},
            "lifted",
        ),
    ),
    fact("is_minor", derived="age_years < 18"),
    fact("has_ill", "household", derived="any(ill)"),
    fact("household_income", "household", "decimal", derived="sum(income)"),
    fact("per_member", "household", "decimal", derived="household_income / household_size"),
    fact("below_line", "household", derived="per_member < standard('line')"),
]  # fmt: skip


def value(number, effective="2024-01-01", area="zibo", **more):
    return {"value": number, "area": area, "effective": effective, "source": SOURCE, **more}


def standard(key, *values, direction="fixed", **more):
    written = [one if isinstance(one, dict) else value(one) for one in values]
    return {"key": key, "label": f"{key}标准", "unit": "元/人·月", "kind": "standard", "direction": direction,
            "values": written, **more}  # fmt: skip


STANDARDS = [
    standard("line.urban", 900),
    standard("line.rural", 700),
    {"key": "line", "label": "低保标准", "unit": "元/人·月", "by": "area_kind",
     "choose": {"urban": "line.urban", "rural": "line.rural"}},
    standard("flat", 500),
    standard("local", value(300), value(400, area="linzi")),
    standard("gap", value(None)),
    standard("aging", value(1000, "2020-01-01"), direction="rises"),
    standard("double", {"times": 2, "of": "flat", "area": "zibo", "effective": "2020-01-01",
                        "source": SOURCE}),
]  # fmt: skip


def leaf(when, id="one", **more):
    return {"id": id, "when": when, "says": f"条件{id}", "source": SOURCE, **more}


def policy(id="help", *, unit="household", when="danger", **more):
    tree = {"all": [leaf(when)]} if isinstance(when, str) else when
    written = {
        "id": id, "name": "帮一把", "aliases": [], "groups": ["basic"], "department": "civil", "partners": [],
        "filing": "here", "summary": "一句话", "who": [{"unit": unit, "effective": "2020-01-01", **tree}],
        "clauses": [], "sources": ["S1"],
    }  # fmt: skip
    return {**written, **more}


def small_files(*policies, facts=(), standards=()):
    """The plain values of a small guide by file name."""
    written = {
        "sources.yaml": [{"id": "S1", "title": "办法", "issuer": "民政部", "document_number": "1号",
                          "year": 2020, "level": "national", "checked": "full_text"}],
        "groups.yaml": [{"id": "basic", "code": "G1", "name": "基本生活困难", "summary": "日子紧"}],
        "departments.yaml": [{"id": "civil", "name": "市民政局", "aliases": ["民政"]}],
        "regions.yaml": [
            {"key": "linzi", "code": "370305", "name": "临淄区", "aliases": ["临淄"], "kind": "district",
             "towns": [{"code": "370305001", "name": "闻韶街道", "kind": "街道", "aliases": []}]},
            {"key": "zhangdian", "code": "370303", "name": "张店区", "aliases": [], "kind": "district",
             "towns": []},
        ],
        "facts.yaml": [*FACTS, *facts],
        "words.yaml": {},
    }  # fmt: skip
    for one in (*STANDARDS, *standards):
        written[f"standards/{one['key']}.yaml"] = one
    for one in policies or (policy(),):
        written[f"policies/{one['id']}.yaml"] = one
    return copy.deepcopy(written)


def make_guide(*policies, facts=(), standards=()):
    """A guide of those policies over the small vocabulary."""
    return build_guide(small_files(*policies, facts=facts, standards=standards), "test", Problems())


class PlainDumper(yaml.SafeDumper):
    """Writes everything out: the guide has no YAML references."""

    def ignore_aliases(self, data):
        return True


def write_files(folder, files):
    """The files as YAML below the folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = yaml.dump(content, Dumper=PlainDumper, allow_unicode=True, sort_keys=False)
        path.write_text(text, encoding="utf-8")
    return folder


def person(id="self", relation=None, **facts):
    return {"id": id, "relation": relation or (id if id in ("self", "spouse") else "other"), "facts": facts}


def make_situation(guide, *people, **household):
    return Situation.parse({"household": household, "people": list(people)}, guide.facts)


def judge(when, *people, unit="household", on=DAY, standards=(), facts=(), **household):
    """The one assessment of a policy with that single condition."""
    guide = make_guide(policy(unit=unit, when=when), standards=standards, facts=facts)
    return assess(guide, make_situation(guide, *people, **household), on)[0]


def verdict(when, *people, **more):
    return judge(when, *people, **more).verdict.value


def open_facts(when, *people, **more):
    return set(judge(when, *people, **more).open_facts)
