"""A reply of the bot as a page shows it: blocks in order, cards gathered under the person they are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from knowledge import Guide
from webapp.languages import say

ADDRESSES = {"apply": "/apply", "result": "/result", "status": "/status", "home": "/", "more": ""}
Block = Mapping[str, Any]


def gathered(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """The blocks, with cards of one person in one `people` block, each card with its working."""
    shown: list[dict[str, Any]] = []
    for block in blocks:
        if block["kind"] == "policy":
            _add_card(shown, block)
        elif block["kind"] == "working" and block.get("policy") and _last_card(shown):
            _last_card(shown)["workings"].append(block)
        elif block["kind"] == "text" and block.get("heading"):
            shown.append({"kind": "heading", "text": block["text"]})
        else:
            shown.append(dict(block))
    return [one for one in shown if not _is_bare_heading(one, shown)]


def _add_card(shown: list[dict[str, Any]], block: Block) -> None:
    card = {**block, "workings": []}
    last = shown[-1] if shown else None
    if last and last["kind"] == "people" and last["label"] == block["person_label"]:
        last["cards"].append(card)
    else:
        shown.append({"kind": "people", "label": block["person_label"], "cards": [card]})


def _last_card(shown: list[dict[str, Any]]) -> dict[str, Any] | None:
    return shown[-1]["cards"][-1] if shown and shown[-1]["kind"] == "people" else None


def _is_bare_heading(block: dict[str, Any], shown: list[dict[str, Any]]) -> bool:
    """A heading that only repeats the name of the person whose cards follow."""
    if block["kind"] != "heading":
        return False
    place = next(number for number, one in enumerate(shown) if one is block)
    after = shown[place + 1] if place + 1 < len(shown) else None
    return after is not None and after["kind"] == "people" and _same(block["text"], after)


def _same(heading: str, people: dict[str, Any]) -> bool:
    if not heading.startswith(people["label"]):
        return False
    people["label"] = heading
    return True


def address_of(link: Block) -> str:
    """Where a link block leads."""
    target = link.get("target") or ""
    if link["action"] == "policy":
        return f"/policies/{target}"
    if target.startswith("/"):
        return target
    return ADDRESSES.get(link["action"], "/")


def can_file(blocks: Iterable[Block]) -> bool:
    """Whether something may be applied for here, as far as is known."""
    return any(one["filing"] == "here" and one["verdict"] != "unmet" for one in _cards(blocks))


def title_of(blocks: Iterable[Block], guide: Guide) -> str:
    """The heading of the result: what can be had, first of all."""
    cards = _cards(blocks)
    met = [one for one in cards if one["verdict"] == "met"]
    here = [one for one in met if one["filing"] == "here"]
    if here:
        policy = guide.policies[here[0]["policy"]]
        return say("可以先办{name}", name=policy.aliases[0] if policy.aliases else policy.name)
    if met:
        return "有能领的"
    if any(one["verdict"] == "unknown" for one in cards):
        return "还有几样等着弄清"
    return "眼下还够不上"


def _cards(blocks: Iterable[Block]) -> list[Block]:
    return [card for one in blocks if one["kind"] == "people" for card in one["cards"]]
