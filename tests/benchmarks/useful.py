"""Whether any answer to a question could change anything, by trying every value that the rules speak of."""

from bot.blocks import Question
from bot.judging.consequences import with_answer
from bot.judging.relevant import match_conversation
from bot.phrases import value_of
from knowledge import KnownSet, Range, assess
from knowledge.editing.searching import Search

STEPS = (0, 1, 2, 3, 4, 6, 12, 24, 40, 70, 100, 500, 800, 1000, 2000, 5000, 20000, 100000)


def could_change(guide, conversation, question, on):
    """Whether two answers leave a matched policy with another verdict, open facts or amount."""
    matched = match_conversation(guide, conversation, on)
    policies = list(dict.fromkeys(one.id for one in matched if one.household == question.household))
    situation = conversation.situation(question.household)
    seen = []
    for value in _values(guide, policies, question, situation):
        supposed = with_answer(guide, situation, (question.person, question.fact), value)
        found = assess(guide, supposed, on, policies)
        signature = {(one.policy, one.unit, one.person): _signature(one, question) for one in found}
        if seen and any(signature[key] != seen[0].get(key) for key in signature):
            return True
        seen.append(signature)
    return _amounts_differ(guide, policies, question, situation, on)


def changes_policy(guide, conversation, subject, policy, on):
    """Whether some answer would leave the one policy with another verdict or other open facts."""
    household, person, fact = subject
    situation = conversation.situation(household)
    question = Question("", household, person, fact, "", "", ())
    seen = {
        frozenset(((one.unit, one.person), _signature(one, question)) for one in
                  assess(guide, with_answer(guide, situation, (person, fact), value), on, [policy]))
        for value in _values(guide, [policy], question, situation)
    }  # fmt: skip
    return len(seen) > 1


def _signature(one, question):
    return one.verdict, frozenset(fact for fact in one.open_facts if fact.fact != question.fact)


def _amounts_differ(guide, policies, question, situation, on):
    seen = set()
    for value in _values(guide, policies, question, situation):
        supposed = with_answer(guide, situation, (question.person, question.fact), value)
        amounts = tuple(
            (one.policy, one.person, str(one.amount)) for one in assess(guide, supposed, on, policies)
        )
        seen.add(amounts)
        if len(seen) > 1:
            return True
    return False


def _values(guide, policies, question, situation):
    definition = guide.facts[question.fact]
    match definition.type:
        case "bool":
            return [True, False]
        case "choice":
            return list(definition.values)
        case "set":
            known = value_of(situation, question.person, question.fact)
            has = known.has if isinstance(known, KnownSet) else frozenset()
            return [KnownSet(has | more, frozenset(), True) for more in
                    (frozenset(), *(frozenset({one}) for one in definition.values))]  # fmt: skip
    numbers = set(STEPS)
    for policy in policies:
        search = Search(guide, guide.policies[policy])
        numbers |= set(search._candidates(definition, None))
    low, high = definition.range or (0, None)
    known = value_of(situation, question.person, question.fact)
    if isinstance(known, Range):
        low, high = known.low, known.high
        numbers |= {low, high}
    if definition.type == "date":
        return sorted(one for one in numbers if not isinstance(one, int))
    kept = [one for one in numbers if (low is None or one >= low) and (high is None or one <= high)]
    return [int(one) for one in kept if one == int(one)] if definition.type == "int" else kept
