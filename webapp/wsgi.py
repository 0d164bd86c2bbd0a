"""The app for a WSGI server: `gunicorn webapp.wsgi:app`. Reads the environment once."""

import os

from webapp import logs
from webapp.app import create_app
from webapp.settings import Settings

logs.configure()
app = create_app(Settings.from_env(os.environ))
