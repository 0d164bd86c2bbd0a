"""Whole conversations on the real guide, as YAML: what is said, what must be understood, asked and shown."""

from pathlib import Path

import pytest

from bot import Answer, Conversation, Link, Message, PolicyCard, render_plain, render_wechat, turn
from bot.phrases import value_of
from knowledge import value_to_json
from tests.cases import load_yaml

DIALOGUES = sorted(Path(__file__).parent.joinpath("dialogues").glob("*.yaml"))
MOST_TURNS = 14


def load(path):
    return [pytest.param(dialogue, id=f"{path.stem}: {dialogue['name']}") for dialogue in load_yaml(path)]


@pytest.mark.parametrize("dialogue", [one for path in DIALOGUES for one in load(path)])
def test_dialogue_goes_as_written(dialogue, guide, day):
    conversation = Conversation()
    for step in dialogue["turns"]:
        answered = play(guide, conversation, step, day)
        check(guide, answered, step)
        conversation = answered.conversation


def play(guide, conversation, step, day):
    if "settle" in step:
        return settle(guide, conversation, step["settle"], day)
    if "taps" in step:
        return turn(guide, conversation, tapped(conversation, step["taps"]), day)
    if "changes" in step:
        return turn(guide, conversation, Message(answer=Answer(**step["changes"])), day)
    return turn(guide, conversation, Message(step["says"]), day)


def tapped(conversation, label):
    chosen = next(one for one in conversation.pending.choices if one.label == label)
    return Message(chosen.label, choice=chosen.id)


def settle(guide, conversation, answers, day):
    """Answer whatever is asked from `answers` until nothing is asked any more."""
    for _ in range(MOST_TURNS):
        pending = conversation.pending
        assert pending.fact in answers, f"没有准备这个问题的回答：{pending.fact}（{pending.text}）"
        answer = Answer(pending.fact, pending.person, pending.household, answers[pending.fact])
        answered = turn(guide, conversation, Message(answer=answer), day)
        conversation = answered.conversation
        if conversation.pending is None:
            return answered
    raise AssertionError("问了太多还没有结果")


def check(guide, answered, step):
    shown = render_plain(answered.reply)
    assert len(render_wechat(answered.reply).encode()) <= 1800
    blocks = [one.kind for one in answered.reply.blocks]
    for kind in step.get("blocks", []):
        assert kind in blocks, (kind, blocks)
    for kind in step.get("no_blocks", []):
        assert kind not in blocks, (kind, blocks)
    for words in step.get("shows", []):
        assert words in shown, f"少了“{words}”：\n{shown}"
    for words in step.get("hides", []):
        assert words not in shown, f"多了“{words}”：\n{shown}"
    check_facts(answered.conversation, step.get("facts", {}))
    check_cards(answered.reply, step)
    if "asks" in step:
        pending = answered.conversation.pending
        assert (pending.fact if pending else None) in as_list(step["asks"])
    if "requests" in step:
        assert [type(one).__name__ for one in answered.requests] == step["requests"]


def check_facts(conversation, facts):
    for place, wanted in facts.items():
        household, person, fact = place.split("/")
        situation = conversation.situation(household)
        assert situation is not None, f"没有 {household} 这一户"
        value = value_of(situation, person or None, fact)
        assert (value if value is None else value_to_json(value)) == wanted, place


def check_cards(reply, step):
    cards = {one.policy: one.verdict for one in reply.blocks if isinstance(one, PolicyCard)}
    for policy, verdict in step.get("cards", {}).items():
        assert cards.get(policy) in as_list(verdict), (policy, cards)
    links = [one.action for one in reply.blocks if isinstance(one, Link)]
    for action in step.get("links", []):
        assert action in links, (action, links)


def as_list(value):
    return value if isinstance(value, list) else [value]
