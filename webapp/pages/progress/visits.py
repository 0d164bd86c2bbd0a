"""Who looks at an application: the applicant, or a helper under a permission that still holds."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.applications import helping
from webapp.applications.moving import By
from webapp.models.afterwards import Helper
from webapp.models.applications import Application


@dataclass(frozen=True)
class Visit:
    """An application, and the helper who looks at it in the applicant's place."""

    application: Application
    helper: Helper | None = None

    @property
    def by(self) -> By:
        return helping.by_applicant(self.helper)
