"""The languages of the residents' pages: Simplified Chinese as written, Traditional Chinese and English.

The Simplified words in templates, Python and YAML are the keys of the catalogues in `webapp/translations`.
Each language has its own compiled templates, in which fixed words stand translated already: a page in
Simplified Chinese is made as if there were no other language, and no page looks up what never changes.
Words that come from elsewhere (`{{ row.label }}`) are looked up where they are shown: what the catalogue
knows is translated, what it does not know is the guide's, the bot's or a citizen's, and stays Chinese. In
English such parts are marked as Chinese; in Traditional Chinese all but what was typed is converted.

What is stored, sent or signed is Chinese: the language belongs to a page that is shown, chosen for the pages
of residents and for the mini-program. Desks and messages are Chinese.
"""

from webapp.languages.speaking import (
    Language,
    Typed,
    current,
    gettext,
    say,
    shown,
    shown_all,
    speaking,
    typed,
)

__all__ = ["Language", "Typed", "current", "gettext", "say", "shown", "shown_all", "speaking", "typed"]
