"""The rules of a policy as open data: conditions, amounts and figures as written, each with its source."""

from collections.abc import Iterable
from decimal import Decimal

from knowledge import Guide, Policy, SourceRef
from knowledge.amounts import AmountRule
from knowledge.conditions import Formula, Leaf, Tree
from knowledge.guide import policy_formulas
from knowledge.policies import Advice, Conditions, Cycle, Grant, Link, Remark
from knowledge.standards import Standard, StandardValue


def rules(guide: Guide, policy: Policy) -> dict:
    """Everything by which the policy is decided and paid, and what stands beside it."""
    return {
        "who": [_version(guide, one) for one in policy.who],
        "amounts": [_amount(guide, one) for one in policy.amounts],
        "figures_used": [_figure(guide, one) for one in _standards(guide, policy)],
        "warnings": [_advice(guide, one) for one in policy.warn],
        "priority": [_advice(guide, one) for one in policy.priority],
        "routes": [_advice(guide, one) for one in policy.routes],
        "automatic": _remark(guide, policy.automatic),
        "review": _remark(guide, policy.review),
        "rechecks": [_cycle(guide, one) for one in policy.rechecks],
        "fading": policy.fading and _cycle(guide, policy.fading),
        "charity": policy.charity,
        "grants": _grant(policy.grants),
        "follows": list(policy.follows),
        "not_with": [_link(guide, one) for one in policy.not_with],
        "confusable": [_link(guide, one) for one in policy.confusable],
        "partners": list(policy.partners),
        "valid_until": policy.valid_until and policy.valid_until.isoformat(),
        "confidence": dict(policy.confidence) or None,
    }


def cite(guide: Guide, refs: Iterable[SourceRef]) -> str | None:
    """The places in words, or None where the guide names none."""
    return "；".join(guide.cite(ref) for ref in refs) or None


def to_number(value: Decimal | str | None) -> int | float | str | None:
    """A JSON number, whole where it is whole; words stay words."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def _version(guide: Guide, one: Conditions) -> dict:
    return {
        "unit": one.unit,
        "effective": one.effective.isoformat(),
        "until": one.until and one.until.isoformat(),
        "conditions": _tree(guide, one.tree),
        "ask_office": [_tree(guide, leaf) for leaf in one.ask_office],
    }


def _tree(guide: Guide, tree: Tree) -> dict:
    """{"all": […]}, {"any": […]} or one condition."""
    if isinstance(tree, Leaf):
        return {
            "id": tree.id, "when": _text(tree.formula), "says": tree.says,
            "source": cite(guide, tree.sources), "unsourced": tree.unsourced,
        }  # fmt: skip
    return {"all" if tree.needs_all else "any": [_tree(guide, part) for part in tree.parts]}


def _text(formula: Formula | None) -> str | None:
    return None if formula is None else formula.expression.text


def _amount(guide: Guide, rule: AmountRule) -> dict:
    formulas = ("when", "unless", "amount", "amount_from", "amount_up_to", "at_least", "at_most")
    return {
        "id": rule.id, "unit_of": rule.unit_of, "unit": rule.unit, "part": rule.part,
        **{key: _text(getattr(rule, key)) for key in formulas},
        "service": rule.service,
        "effective": rule.effective and rule.effective.isoformat(),
        "until": rule.until and rule.until.isoformat(),
        "source": cite(guide, rule.sources), "note": rule.note,
    }  # fmt: skip


def _standards(guide: Guide, policy: Policy) -> list[Standard]:
    """The standards that the rules read, families opened and multiples with what they multiply."""
    known, families = guide.standards.standards, guide.standards.families
    keys = dict.fromkeys(
        key for one in policy_formulas(policy) for key in guide.standards_below(one.expression)
    )
    opened = [one for key in keys for one in (families[key].choose.values() if key in families else [key])]
    bases = [value.of for key in opened for value in known[key].values if value.of]
    return [known[key] for key in dict.fromkeys((*opened, *bases))]


def _cycle(guide: Guide, one: Cycle) -> dict:
    return {
        "says": one.says, "months": one.months, "after": one.after, "when": _text(one.when),
        "source": cite(guide, one.sources),
    }  # fmt: skip


def _figure(guide: Guide, one: Standard) -> dict:
    return {
        "key": one.key, "label": one.label, "unit": one.unit, "direction": one.direction,
        "values": [_value(guide, value) for value in one.values],
    }  # fmt: skip


def _value(guide: Guide, value: StandardValue) -> dict:
    return {
        "area": value.area, "value": to_number(value.value), "times": to_number(value.times), "of": value.of,
        "effective": value.effective.isoformat(), "until": value.until and value.until.isoformat(),
        "precision": value.precision, "source": cite(guide, value.sources), "note": value.note,
    }  # fmt: skip


def _advice(guide: Guide, one: Advice) -> dict:
    return {
        "when": _text(one.when), "says": one.says, "place": one.place, "source": cite(guide, one.sources),
    }  # fmt: skip


def _remark(guide: Guide, one: Remark | None) -> dict | None:
    if one is None:
        return None
    return {"says": one.says, "months": to_number(one.months), "source": cite(guide, one.sources)}


def _grant(one: Grant | None) -> dict | None:
    """What being granted makes true, of the household and, in `personal`, of the person."""
    return None if one is None else {"fact": one.fact, "value": one.value, "personal": one.personal}


def _link(guide: Guide, one: Link) -> dict:
    return {"policy": one.policy, "says": one.says, "source": cite(guide, one.sources)}
