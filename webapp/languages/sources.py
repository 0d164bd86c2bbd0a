"""Where the words of the residents' pages stand. What is not named here is for staff, or stays Chinese."""

TEMPLATES = (
    "webapp/templates/layout.html",
    "webapp/templates/problem.html",
    *(
        f"webapp/templates/{folder}/*.html"
        for folder in (
            "apply", "documents", "h5", "mine", "parts", "publicity", "receipts", "sign", "status"
        )
    ),
)  # fmt: skip
SCRIPTS = ("webapp/static/zizhuni.js", "webapp/static/signing.js")
PYTHON = (
    "webapp/h5/**/*.py",
    "webapp/pages/*.py",
    "webapp/pages/answering/*.py",
    "webapp/pages/applying/*.py",
    "webapp/pages/changing/*.py",
    "webapp/pages/following/*.py",
    "webapp/pages/followups/*.py",
    "webapp/pages/mine/*.py",
    "webapp/pages/papers/*.py",
    "webapp/pages/progress/*.py",
    "webapp/pages/signing/*.py",
    "webapp/pages/watching/*.py",
    "webapp/problems.py",
    "webapp/applications/identity.py",
)
# Values below these keys alone; all of them where none is named.
YAML: dict[str, tuple[str, ...]] = {
    "webapp/pages/applying/fields.yaml": (),
    "webapp/pages/applying/words.yaml": (
        "check", "district", "town", "residence-district", "residence-town", "event-district", "event-town",
    ),
    "webapp/pages/following/words.yaml": ("mine",),
    "webapp/applications/texts/states.yaml": (),
    "webapp/applications/texts/looks.yaml": (),
    "webapp/applications/texts/changes.yaml": (),
    "webapp/applications/texts/feedback.yaml": (),
    "webapp/applications/texts/rechecks.yaml": ("citizen",),
    "webapp/applications/texts/sensitive.yaml": ("kinds", "title"),
    "webapp/documents/words.yaml": (),
}  # fmt: skip
