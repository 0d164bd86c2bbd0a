"""The menu under the chat: defined in `menu.yaml`, made into WeChat's form, compared with what is shown."""

import difflib
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from webapp.settings import Settings

SHOWN = ("type", "name", "key", "url", "appid", "pagepath")


@cache
def load_menu() -> list[dict]:
    return yaml.safe_load(files("webapp.wechat").joinpath("menu.yaml").read_text(encoding="utf-8"))


def make_menu(settings: Settings, root: str) -> dict[str, object]:
    """The menu as WeChat takes it. `root`: the address of the pages, without a slash at the end."""
    return {"button": [_button(settings, root.rstrip("/"), one) for one in load_menu()]}


def differences(shown: Mapping[str, object] | None, wanted: Mapping[str, object]) -> list[str]:
    """What differs between the menu that is shown and the one wanted, line by line; nothing when alike."""
    before, after = (_lines(one) if one is not None else [] for one in (shown, wanted))
    return list(difflib.unified_diff(before, after, "wechat", "menu.yaml", lineterm="", n=1))


def _button(settings: Settings, root: str, entry: Mapping[str, object]) -> dict[str, object]:
    name = str(entry["name"])
    if "buttons" in entry:
        return {"name": name, "sub_button": [_button(settings, root, one) for one in entry["buttons"]]}
    if "mini" in entry and settings.miniprogram_links:
        app_id, url = settings.miniprogram_app_id, root + str(entry["page"])
        return {"type": "miniprogram", "name": name, "url": url, "appid": app_id, "pagepath": entry["mini"]}
    if "page" in entry:
        return {"type": "view", "name": name, "url": root + str(entry["page"])}
    return {"type": "click", "name": name, "key": f"go.{entry['say']}"}


def _lines(menu: Mapping[str, object]) -> list[str]:
    plain = [_shown(one) for one in menu.get("button", [])]
    return json.dumps(plain, ensure_ascii=False, indent=1).splitlines()


def _shown(button: Mapping[str, object]) -> dict[str, object]:
    """What a citizen can tell apart: WeChat adds empty lists and fields of its own."""
    kept = {name: button[name] for name in SHOWN if button.get(name) and not button.get("sub_button")}
    if button.get("sub_button"):
        return {"name": button["name"], "sub_button": [_shown(one) for one in button["sub_button"]]}
    return kept
