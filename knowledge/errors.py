"""What can go wrong in this package; everything it raises on purpose is a KnowledgeError."""


class KnowledgeError(Exception):
    """The base of every error of the package."""


class ExpressionError(KnowledgeError):
    """An expression that the closed language does not allow; `problems` says what and what to do."""

    def __init__(self, problems: list[str]):
        self.problems = problems
        super().__init__("; ".join(problems))


class GuideError(KnowledgeError):
    """Bad data. `problems` holds one line a mistake: "file:line key: what is wrong; what to do"."""

    def __init__(self, problems: list[str]):
        self.problems = problems
        super().__init__("\n".join(problems))


class SituationError(KnowledgeError):
    """A situation that cannot be read. `problems` holds (JSON pointer, message) pairs."""

    def __init__(self, problems: list[tuple[str, str]]):
        self.problems = problems
        super().__init__("; ".join(f"{pointer or '/'}: {message}" for pointer, message in problems))


class StandardMissing(KnowledgeError):
    """No value of a standard covers the region and the day."""
