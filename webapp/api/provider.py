"""Flask's JSON with Chinese unescaped on the way out, and no surprises on the way in."""

from flask.json.provider import DefaultJSONProvider

from webapp.strictjson import parse_json


class StrictJSON(DefaultJSONProvider):
    ensure_ascii = False
    sort_keys = False

    def loads(self, s: str | bytes, **kwargs: object) -> object:
        """The value of `s`. Raises ValueError, which Flask turns into 400."""
        return parse_json(s)
