"""Kinds of facts, by whom they are likely of where no subject is named."""

from collections.abc import Iterable

from knowledge import Person
from knowledge.situations import CHILDREN

# How a child's mother and father are, and which of the two a woman or a man is.
PARENT_STATES = frozenset({"father_state", "mother_state"})
_PARENT = {"mother_state": "female", "father_state": "male"}

BODY = frozenset(
    {
        "illnesses",
        "surgery",
        "on_dialysis",
        "cancer_stage",
        "serious_illness",
        "self_care",
        "incontinent",
        "care_needed_months",
        "disability_cert",
        "disability_grade",
        "disability_types",
        "assessed_needs",
    }
)
SCHOOL = frozenset(
    {
        "school_stage",
        "school_kind",
        "boarding",
        "full_time_registered",
        "education_cost_yuan_per_year",
        "good_grades",
        "agricultural_major",
        "school_hardship_recognised",
    }
)
CLAIM = frozenset(
    {
        "legal_matter",
        "has_lawyer",
        "case_stage",
        "compensation",
        "case_harm",
        "hardship_from_case",
        "case_bar",
        "hurt_in_traffic",
        "traffic_payment_gap",
        "has_fixed_income",
    }
)
SERVICE = frozenset(
    {
        "veteran_kinds",
        "service_disability_cause",
        "service_disability_grade",
        "service_injury_record",
        "service_injury_worse",
    }
)
STANDING = frozenset(
    {
        "age_years",
        "birth_date",
        "medical_insurance",
        "hukou",
        "hukou_kind",
        "living_place",
        "holds_personal_aid",
        "supporters",
        "children_ever",
        "wants_care_service",
        "medical_self_pay_yuan_per_year",
        "in_policy_self_pay_yuan_per_year",
        "unreferred_treatment",
        "receives",
        "other_benefits",
    }
)
OF_CASE = BODY | SCHOOL | CLAIM | SERVICE | STANDING


def asks_who_speaks(people: Iterable[Person], person: str | None, fact: str) -> bool:
    """Whether the question asks how a parent is who speaks here: a mother, of the mother of her child."""
    told = {one.id: one for one in people}
    child, speaker = told.get(str(person)), told.get("self")
    if child is None or speaker is None or child.relation not in CHILDREN or fact not in _PARENT:
        return False
    return speaker.facts.get("sex") == _PARENT[fact]
