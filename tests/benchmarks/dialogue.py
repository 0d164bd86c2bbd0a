"""Made-up citizens talk to the bot until it has no more questions; beside a questionnaire in file order.

`python -m tests.benchmarks.dialogue [HOW_MANY] [-v]`. Each has a whole situation, says one sentence and
answers in everyday words: now and then 不清楚, something else besides, a question back, or chatter. What the
bot makes of it is held against what is true.
"""

import argparse
import random
import statistics
from collections import Counter
from dataclasses import dataclass, field

import bot
from bot import Answer, Conversation, Message
from bot.judging.facts_read import read_guide
from bot.judging.granted import is_received
from bot.judging.questions import MOST_POLICIES, TOO_HARD, askable
from bot.judging.relevant import is_beside, match_conversation
from bot.phrases import value_of
from knowledge import KnownSet, Verdict, assess, load_guide, value_to_json
from tests.benchmarks import wordings
from tests.benchmarks.citizens import derived_values, make_citizen
from tests.benchmarks.openings import DAY, merge, of_cases, of_guide
from tests.benchmarks.useful import changes_policy, could_change

MOST_TURNS = 30
NOT_SURE, VOLUNTEERS, ASKS_BACK, CHATS = 0.10, 0.12, 0.04, 0.03


@dataclass
class Talk:
    """One conversation as it went."""

    id: str
    text: str
    asked: list = field(default_factory=list)
    useless: list = field(default_factory=list)
    repeated: list = field(default_factory=list)
    pointless: list = field(default_factory=list)
    misread: list = field(default_factory=list)
    corrected: list = field(default_factory=list)
    wrong: list = field(default_factory=list)
    lines: list = field(default_factory=list)
    settled: int = 0
    relevant: int = 0
    firm: int = 0
    agreed: int = 0
    peer: int = 0
    looped: bool = False


class Player:
    def __init__(self, guide):
        self.guide = guide
        self.derived = derived_values(guide)

    def play(self, id, text, labels):
        """The talk, or None where nobody could be made up to whom all of it applies."""
        talk, draw = Talk(id, text), random.Random(f"{id}.words")
        answered = bot.turn(self.guide, Conversation(), Message(text), DAY)
        talk.lines.append(text)
        whole, wrong = merge(self.guide, answered.conversation.households, labels)
        citizen = make_citizen(self.guide, id, text, whole, day=DAY, derived=self.derived)
        if citizen is None or not whole:
            return None
        conversation = self._correct(talk, citizen, answered.conversation, wrong)
        while conversation.pending is not None:
            if len(talk.asked) >= MOST_TURNS:
                talk.looped = True
                break
            conversation = self._answer(talk, citizen, conversation, draw)
        self._judge(talk, citizen, conversation)
        return talk

    def _correct(self, talk, citizen, conversation, wrong):
        """What was heard otherwise than it is labelled is put right by tapping."""
        for household, person, fact, value in wrong:
            talk.corrected.append((fact, value_to_json(value)))
            answer = Answer(fact, person, household, value_to_json(value))
            conversation = bot.turn(self.guide, conversation, Message(answer=answer), DAY).conversation
        return conversation

    def _answer(self, talk, citizen, conversation, draw):
        question = conversation.pending
        subject = (question.household, question.person, question.fact)
        known = value_of(conversation.situation(question.household), question.person, question.fact)
        if subject in [one for one, _ in talk.asked]:
            last = talk.lines[-1]
            talk.repeated.append(
                (
                    talk.id,
                    subject[1:],
                    question.text,
                    last,
                    value_to_json(known) if known is not None else None,
                )
            )
        talk.asked.append((subject, question.text))
        if not could_change(self.guide, conversation, question, DAY):
            talk.useless.append((talk.id, subject[1:], question.text))
        if draw.random() < ASKS_BACK + CHATS:
            words = draw.choice(wordings.COUNTER if draw.random() < 0.6 else wordings.SMALL_TALK)
            before = conversation
            conversation = self._say(talk, citizen, conversation, words, None)
            if conversation.pending is None or conversation.pending.fact != question.fact:
                talk.misread.append((talk.id, question.text, words, "lost the question", ""))
                return conversation if conversation.pending else before
            question = conversation.pending
        truth = citizen.truth(*subject)
        definition = self.guide.facts[question.fact]
        if truth is None:
            talk.pointless.append((subject, question.text))
        if truth is None or draw.random() < NOT_SURE:
            return self._say(talk, citizen, conversation, draw.choice(wordings.UNSURE), None)
        words = wordings.words_of(definition, question, truth, draw, known)
        if draw.random() < VOLUNTEERS:
            told = {(h.id, p, f) for h in conversation.households for p, facts in
                    ((None, h.household), *((o.id, o.facts) for o in h.people)) for f in facts}  # fmt: skip
            more = wordings.more_of(citizen, question.household, draw, told | {subject})
            words = f"{words}，{more[0]}" if more else words
        return self._say(talk, citizen, conversation, words, (subject, truth, known))

    def _say(self, talk, citizen, conversation, words, meant):
        question = conversation.pending
        talk.lines += [f"  ? {question.text} [{question.fact}/{question.person}]", f"  > {words}"]
        after = bot.turn(self.guide, conversation, Message(words), DAY).conversation
        self._check(talk, citizen, (conversation, after), words, meant)
        return after

    def _check(self, talk, citizen, states, words, meant):
        """Whatever is new must be true, and what was meant must be known."""
        before, after = states
        asked = before.pending.text
        for situation in after.households:
            for person, facts in (
                (None, situation.household),
                *((one.id, one.facts) for one in situation.people),
            ):
                for key, value in facts.items():
                    was = before.situation(situation.id)
                    if was is not None and value_of(was, person, key) == value:
                        continue
                    truth = citizen.truth(situation.id, person, key)
                    if not wordings.holds(value, truth):
                        talk.misread.append(
                            (
                                talk.id,
                                asked,
                                words,
                                f"{person}.{key}={value_to_json(value)}",
                                f"true: {truth}",
                            )
                        )
        if meant is not None:
            (household, person, fact), truth, known = meant
            value = value_of(after.situation(household), person, fact)
            heard = value is not None and value != known
            if not heard and not (isinstance(value, KnownSet) and value.has == truth.has):
                talk.misread.append((talk.id, asked, words, f"{person}.{fact} not taken", f"true: {truth}"))

    def _judge(self, talk, citizen, conversation):
        """What it came to: settled, and firm verdicts that hold when everything is known."""
        matched = match_conversation(self.guide, conversation, DAY)
        for one in matched[:MOST_POLICIES]:
            if is_beside(conversation, one):
                continue
            situation = conversation.situation(one.household)
            talk.relevant += 1
            settled = one.assessment.verdict is not Verdict.UNKNOWN or self._is_for_office(conversation, one)
            settled = settled or is_received(self.guide, situation, one.id, one.person)
            talk.settled += settled
            if not settled:
                left = [each[1:] for each in self._still_worth(conversation, one)]
                talk.lines.append(f"  OPEN {one.id} {one.score:.2f} asked {conversation.asked} {left}")
        for one in matched:
            if one.assessment.verdict is Verdict.UNKNOWN:
                continue
            talk.firm += 1
            whole = assess(self.guide, citizen.households[one.household], DAY, [one.id])
            if (
                one.person in citizen.grounds[one.household].by_id
            ):  # who lives elsewhere is judged as the bot does, who was not told so
                apart = citizen.households[one.household].without_fact(one.person, "household_member")
                whole += assess(self.guide, apart, DAY, [one.id])
            same = next((each for each in whole if (each.unit, each.person) ==
                         (one.assessment.unit, one.person)), None)  # fmt: skip
            agrees = same is not None and same.verdict is one.assessment.verdict
            talk.agreed += agrees
            if not agrees:
                talk.wrong.append(
                    (one.id, one.person, one.assessment.verdict.value, same and same.verdict.value)
                )
        policies = [one.id for one in matched[:MOST_POLICIES] if not is_beside(conversation, one)]
        talk.peer = self._questionnaire(citizen, talk, policies)

    def _is_for_office(self, conversation, one):
        """Whether all that is open is for verification or a clerk: not asked, too hard, or not known here."""
        for open_fact in one.assessment.open_facts:
            definition = self.guide.facts[open_fact.fact]
            left = definition.ask is False or (definition.hard >= TOO_HARD and definition.confirmed_by)
            subjects = {(one.household, open_fact.person, open_fact.fact)}
            unsure = bool(subjects & conversation.unsure) and bool(definition.confirmed_by)
            if not (left or unsure):
                return not self._still_worth(conversation, one)
        return True

    def _still_worth(self, conversation, one):
        """What could still be asked for the policy and might change what it comes to."""
        return [each for each in askable(self.guide, conversation, one)
                if changes_policy(self.guide, conversation, each, one.id, DAY)]  # fmt: skip

    def _questionnaire(self, citizen, talk, policies):
        """How many questions a form in file order asks before the same policies are settled."""
        answered = bot.turn(self.guide, Conversation(), Message(citizen.text), DAY)
        count = 0
        reading = read_guide(self.guide)
        for situation in answered.conversation.households:
            read = frozenset().union(*(reading.policy_facts[one] for one in policies)) if policies else ()
            whole = citizen.households[situation.id]
            subjects = [
                (None, key) for key in self.guide.facts if key in read and self._asks(key, "household")
            ]
            subjects += [(one.id, key) for one in situation.people for key in self.guide.facts
                         if key in read and self._asks(key, "person")]  # fmt: skip
            for person, key in subjects:
                found = assess(self.guide, situation, DAY, policies)
                if all(one.verdict is not Verdict.UNKNOWN for one in found):
                    break
                if value_of(situation, person, key) is None:
                    count += 1
                    value = value_of(whole, person, key)
                    if value is not None:
                        situation = situation.with_fact(person, key, value)
        return count

    def _asks(self, key, scope):
        definition = self.guide.facts[key]
        if definition.derived or not definition.ask or not definition.question:
            return False
        return definition.scope == scope and not (definition.hard >= TOO_HARD and definition.confirmed_by)


# --- what it came to ----------------------------------------------------------------------------------------


def quantile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else 0


def play_all(guide, how_many=None):
    player, talks, skipped = Player(guide), {}, 0
    for name, source in (("labelled messages", of_cases), ("households by policy", of_guide)):
        everybody = list(source(guide))
        if how_many and how_many < len(everybody):
            everybody = random.Random(0).sample(everybody, how_many)
        found = [player.play(*one) for one in everybody]
        skipped += sum(one is None for one in found)
        talks[name] = [one for one in found if one is not None]
    return talks, skipped


def report(how_many=None, verbose=False):
    guide = load_guide()
    bot.turn(guide, Conversation(), Message("低保"), DAY)
    talks, skipped = play_all(guide, how_many)
    for name, some in talks.items():
        print(f"{name}: {len(some)} conversations")
        tell(some)
    print(f"left out, as nothing fits what was heard: {skipped}")
    everything = [one for some in talks.values() for one in some]
    for kind in ("misread", "useless", "repeated"):
        show(kind, everything, 400 if verbose else 25)
    if verbose:
        show_details(everything)


def tell(talks):
    asked = [len(one.asked) for one in talks]
    peer = [one.peer for one in talks]
    settled = sum(one.settled for one in talks)
    wholly = sum(one.settled == one.relevant for one in talks)
    relevant, firm = sum(one.relevant for one in talks), sum(one.firm for one in talks)
    for name, counts in (("questions asked", asked), ("questionnaire", peer)):
        print(f"  {name:<16} mean {statistics.mean(counts):5.2f}  median {statistics.median(counts):4.1f}"
              f"  p90 {quantile(counts, 0.9)}  most {max(counts)}")  # fmt: skip
    print(f"  relevant policies settled     {settled / max(relevant, 1):.3f} of {relevant}")
    print(f"  conversations wholly settled  {wholly / len(talks):.3f}")
    print(f"  firm verdicts that hold       {sum(one.agreed for one in talks) / max(firm, 1):.4f} of {firm}")
    print(f"  answers that could change nothing {sum(len(one.useless) for one in talks)}"
          f"  asked again {sum(len(one.repeated) for one in talks)}  loops {sum(one.looped for one in talks)}"
          f"  not applicable {sum(len(one.pointless) for one in talks)}")  # fmt: skip
    print(f"  answers misread {sum(len(one.misread) for one in talks)} of {sum(asked)}"
          f"  openings put right {sum(bool(one.corrected) for one in talks)}")  # fmt: skip


def show(kind, talks, most):
    found = [one for talk in talks for one in getattr(talk, kind)]
    if found:
        print(f"{kind}: {len(found)}")
    for one in found[:most]:
        print("  ", *one)


def show_details(talks):
    for talk in talks:
        if talk.wrong:
            print("WRONG", talk.id, talk.wrong, talk.corrected)
    asked = Counter(subject[2] for talk in talks for subject, _ in talk.asked)
    print("asked:", asked.most_common(60))
    point = Counter(subject[2] for talk in talks for subject, _ in talk.pointless)
    print("not applicable:", point.most_common(20))
    for talk in sorted(talks, key=lambda one: -len(one.asked))[:25]:
        print(
            "\n".join(
                [f"--- {talk.id} asked {len(talk.asked)} settled {talk.settled}/{talk.relevant}", *talk.lines]
            )
        )
    for talk in [one for one in talks if one.settled < one.relevant][:25]:
        print(
            "\n".join(
                [
                    f"--- OPEN {talk.id} asked {len(talk.asked)} settled {talk.settled}/{talk.relevant}",
                    *talk.lines,
                ]
            )
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("how_many", nargs="?", type=int)
    parser.add_argument("-v", "--verbose", action="store_true")
    given = parser.parse_args()
    report(given.how_many, given.verbose)
