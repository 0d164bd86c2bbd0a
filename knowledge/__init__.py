"""What the guide says: policies, conditions, figures and where they come from; pure and read-only.

`load_guide` reads the files strictly and gives one immutable Guide. `assess` applies it to a Situation on a
day. Nothing here knows the clock, the environment, the network or a database.

Decisions that close other ways:
- Absent is unknown: verdicts are three-valued (strong Kleene) and a Verdict has no truth value.
- Conditions are a closed language (`expressions`), parsed once; what it cannot say becomes a derived fact.
- Numbers are what they may be (`ranges`), so "eight hundred and something" and an old figure need no rule of
  their own in any policy.
"""

from knowledge.amounts import Amount, WorkingLine
from knowledge.assessment import Assessment, assess
from knowledge.conditions import Finding
from knowledge.errors import GuideError, KnowledgeError, SituationError, StandardMissing
from knowledge.facts import Choice, FactDefinition, KnownSet, Range, Value, parse_value, value_to_json
from knowledge.files.loading import load_guide, load_kept_guide
from knowledge.guide import Guide
from knowledge.members import OpenFact
from knowledge.needs import NeedLevel, ServiceNeed, assess_needs, find_service_needs
from knowledge.policies import Department, Group, Policy
from knowledge.regions import Regions
from knowledge.situations import RELATIONS, Person, Situation
from knowledge.sources import Source, SourceRef
from knowledge.standards import Figure, Standards
from knowledge.verdicts import Verdict

__all__ = [
    "RELATIONS", "Amount", "Assessment", "Choice", "Department", "FactDefinition", "Figure",
    "Finding", "Group", "Guide", "GuideError", "KnowledgeError", "KnownSet", "NeedLevel", "OpenFact",
    "Person", "Policy", "Range", "Regions", "ServiceNeed", "Situation", "SituationError", "Source",
    "SourceRef", "StandardMissing", "Standards", "Value", "Verdict", "WorkingLine", "assess",
    "assess_needs", "find_service_needs", "load_guide", "load_kept_guide", "parse_value", "value_to_json",
]  # fmt: skip
