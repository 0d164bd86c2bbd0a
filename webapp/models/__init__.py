"""All tables. Importing this package registers every model with `Base.metadata`."""

from webapp.models.base import Base, EncryptedJSON, EncryptedText, Instant

__all__ = ["Base", "EncryptedJSON", "EncryptedText", "Instant"]
