"""Of whom a fact is likely said, by what it is about: school of the young, a pension of the old."""

from __future__ import annotations

# Kinds of facts by whom they are likely said of; what stands in none keeps the reader's choice.
_KINDS = {
    "school": "school_stage school_kind boarding good_grades education_cost_yuan_per_year"
    " full_time_registered",
    "ill": "illnesses surgery on_dialysis cancer_stage serious_illness",
    "care": "self_care incontinent care_needed_months wants_care_service",
    "disabled": "disability_grade disability_types disability_cert assessed_needs",
    "bills": "medical_self_pay_yuan_per_year in_policy_self_pay_yuan_per_year medical_insurance",
    "work": "employment can_work unemployed_months unemployment_registered unemployment_insured"
    " labour_contract_months employee_insurance_payer self_paid_insurance_yuan_per_year"
    " work_place work_background business_licence hard_to_employ_recognised has_other_loans",
    "money": "income_yuan_per_month other_benefits homes_owned",
    "age": "age_years",
    "place": "hukou hukou_kind residence",
    "aid": "holds_personal_aid receives",
    "alone": "living_place supporters",
    "claim": "case_stage case_harm compensation has_lawyer hardship_from_case",
    "traffic": "hurt_in_traffic traffic_payment_gap",
    "service": "veteran_kinds service_disability_cause service_disability_grade service_injury_worse",
}
KIND_OF = {fact: kind for kind, facts in _KINDS.items() for fact in facts.split()}
CLASSES = {
    "self": "self", "spouse": "spouse", "son": "child", "daughter": "child", "child": "child",
    "grandchild": "small", "nephew_niece": "small", "pupil": "small", "father": "parent", "mother": "parent",
    "parent": "parent", "father_in_law": "parent", "mother_in_law": "parent", "parents_in_law": "parent",
    "grandfather": "grand", "grandmother": "grand", "grandparent": "grand", "brother": "sibling",
    "sister": "sibling", "sibling": "sibling", "uncle_aunt": "uncle", "ex_spouse": "ex",
}  # fmt: skip
STAGES = dict.fromkeys(("kindergarten", "kindergarten_final", "primary"), "small_school") | dict.fromkeys(
    ("junior_college", "bachelor", "graduate"), "college"
)
OF_WORKERS = frozenset({"employment", "unemployed_months", "unemployment_registered", "unemployment_insured"})
OF_WORKERS |= {"work_background", "employee_insurance_payer", "work_place", "business_licence"}
