"""What kind of device signed: a family, never more. It tells nobody's phone from another."""

WECHAT = "MicroMessenger"
FAMILIES = (
    ("HarmonyOS", "harmony"),
    ("OpenHarmony", "harmony"),
    ("Android", "android"),
    ("iPhone", "ios"),
    ("iPad", "ios"),
    ("Windows", "windows"),
    ("Macintosh", "mac"),
    ("Linux", "linux"),
)


def device_of(user_agent: str) -> str:
    """`android`, `wechat-ios`, …; `other` where nothing is known."""
    family = next((name for mark, name in FAMILIES if mark in user_agent), "other")
    if WECHAT not in user_agent:
        return family
    return f"wechat-{family}" if family in ("android", "ios") else "wechat"
