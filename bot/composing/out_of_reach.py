"""Why nothing that could be told would settle a policy: its rule has run out, or the figure to measure by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import wording
from bot.wording import say
from knowledge import Verdict

if TYPE_CHECKING:
    from knowledge import Assessment, Finding, Guide


_RANK = {Verdict.UNMET: 0, Verdict.UNKNOWN: 1, Verdict.MET: 2}


def reason(guide: Guide, found: Assessment) -> str:
    """The reason in words, with the condition that it hangs on where there is one."""
    policy = guide.policies[found.policy]
    department = guide.departments[policy.department].name
    if policy.valid_until is not None:
        asked = sorted(found.findings, key=lambda one: _RANK[one.verdict])
        key = "reason_ran_out_unmet" if asked[0].verdict is Verdict.UNMET else "reason_ran_out"
        until = wording.number(policy.valid_until.year)
        return say(key, until=until, says=asked[0].says, department=department)
    open_still = (one for one in found.findings if one.verdict is Verdict.UNKNOWN)
    measured = next((one for one in open_still if _is_measured(one)), None)
    if measured is None:
        return say("reason_no_period", department=department)
    return say("reason_no_figure", says=measured.says, department=department)


def _is_measured(finding: Finding) -> bool:
    """Whether the condition is measured by a published figure."""
    return "standard()" in finding.leaf.formula.compiled.reads


__all__ = ["reason"]
