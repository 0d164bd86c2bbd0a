"""The OpenAPI document, made from the code that serves it."""

from flask import Flask


def init_app(app: Flask) -> None:
    app.config["OPENAPI_VERSION"] = "3.1.0"
