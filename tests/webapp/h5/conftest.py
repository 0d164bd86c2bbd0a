"""A visitor with a phone that runs no scripts: pages are read, forms are filled in as they stand."""

from html.parser import HTMLParser

import pytest

from tests.builders import make_id_number
from tests.webapp.h5.filed import file_for

SAID = "俺爹今年78了，瘫在炕上三年，没有退休金，家里就俺种地"


class Page(HTMLParser):
    """The forms and links of a page, with the values that a browser would send."""

    def __init__(self, response):
        super().__init__()
        self.status = response.status_code
        self.text = response.get_data(as_text=True)
        self.path = response.request.path
        self.forms, self.links, self.headings = [], [], []
        self._inside = None
        self.feed(self.text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.forms.append({"action": attrs.get("action"), "method": attrs.get("method"), "fields": []})
        elif tag == "a" and "href" in attrs:
            self.links.append(attrs["href"])
        elif tag in ("input", "button", "textarea", "select") and self.forms:
            self._add_field(tag, attrs)
        if tag == "h1":
            self._inside = tag
            self.headings.append("")

    def _add_field(self, tag, attrs):
        field = {"tag": tag, **attrs}
        if attrs.get("name"):
            self.forms[-1]["fields"].append(field)

    def handle_endtag(self, tag):
        if tag == self._inside:
            self._inside = None

    def handle_data(self, words):
        if self._inside:
            self.headings[-1] += words.strip()

    @property
    def heading(self):
        return self.headings[0] if self.headings else ""

    def form_with(self, name):
        return next(one for one in self.forms if any(field["name"] == name for field in one["fields"]))

    def choices(self, name):
        return [one["value"] for form in self.forms for one in form["fields"] if one["name"] == name]


class Visitor:
    def __init__(self, client):
        self.client = client
        self.page = None

    def open(self, path):
        self.page = Page(self.client.get(path, follow_redirects=True))
        return self.page

    def send(self, naming, **values):
        """Fill in the form that has the field `naming` and press its button."""
        return self._press(self.page.form_with(naming), values)

    def send_page(self, **values):
        """Fill in the form that belongs to the page itself."""
        return self._press(next(one for one in self.page.forms if one["action"] == self.page.path), values)

    def _press(self, form, values):
        sent = {}
        for field in form["fields"]:
            ticked = field.get("type") not in ("checkbox", "radio") or "checked" in field
            if field["tag"] != "button" and ticked:
                sent.setdefault(field["name"], []).append(field.get("value") or "")
        sent.update({name: value if isinstance(value, list) else [value] for name, value in values.items()})
        response = self.client.post(form["action"] or self.page.path, data=sent, follow_redirects=True)
        self.page = Page(response)
        return self.page

    def say(self, text=SAID):
        self.open("/") if self.page is None else None
        return self.send("text", text=text)


@pytest.fixture
def visitor(client):
    return Visitor(client)


@pytest.fixture
def applicant_id():
    return make_id_number("1970-01-01")


def leave_alone(client, name, seconds):
    """The last use of what this cookie keeps under `name` lies further back."""
    with client.session_transaction() as cookie:
        kept, since = cookie[name]
        cookie[name] = (kept, since - seconds)


@pytest.fixture
def filed(app, session, visitor):
    return file_for(app, session, visitor)
