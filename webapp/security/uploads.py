"""Files that citizens send: held in memory alone, and only a few at a time.

What is uploaded is personal and not sealed yet. It goes into an anonymous file in memory as it arrives, which
has no name, is on no disk, and is gone with the request, however that ends. A phone on a bad line may take a
minute to send a photo: of the threads of a process only some may wait for that, so that all others still
read, ask and apply.
"""

import os
import tempfile
import threading
from typing import BinaryIO

from flask import Flask, Request, current_app, g, request

from webapp import problems

UPLOADS_AT_ONCE = 4
BUSY = "现在传照片的人多，请过一两分钟再传。您前面填的都在。"


class UploadRequest(Request):
    """A request whose files never touch a disk, and are closed also where it was refused half-way."""

    def _get_file_stream(self, *_about: object, **_named: object) -> BinaryIO:
        file = open_memory()
        self.__dict__.setdefault("opened", []).append(file)
        return file

    def close(self) -> None:
        for file in self.__dict__.get("opened", ()):
            file.close()
        super().close()


def open_memory() -> BinaryIO:
    """An empty file in memory that a process of ours can inherit."""
    if not hasattr(os, "memfd_create"):  # systems on which one develops; there it is an unnamed file
        return tempfile.TemporaryFile()
    return os.fdopen(os.memfd_create("upload"), "w+b")


def take_turn() -> None:
    """Before the body of an upload is read. Raises Problem when enough others are at it."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method == "POST" and getattr(view, "takes_upload", False):
        if not current_app.uploads.acquire(blocking=False):
            raise problems.Problem(503, "busy", BUSY)
        g.uploading = True


def give_back(_error: BaseException | None) -> None:
    if g.pop("uploading", False):
        current_app.uploads.release()


def init_app(app: Flask) -> None:
    app.uploads = threading.BoundedSemaphore(UPLOADS_AT_ONCE)
    app.before_request(take_turn)
    app.teardown_request(give_back)
