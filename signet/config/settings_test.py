"""Settings of the tests: a database and a data folder of their own, fast passwords, no mail."""

import os
import tempfile
from pathlib import Path

os.environ["SIGNET_DATA"] = tempfile.mkdtemp(prefix="signet-test-")
os.environ.pop("PUBLIC_URL", None)

from signet.config.settings import *  # noqa: F403  # the test settings are the settings, but for what follows
from signet.config.settings import DATA, DATABASES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
SECRET_KEY = "only-for-tests"  # noqa: S105  # nothing outside a test run is signed with it

if DATABASES["default"]["ENGINE"] == "signet.config.sqlite":
    # a file: an in-memory database cannot keep a write-ahead log
    DATABASES["default"]["TEST"] = {"NAME": str(Path(DATA) / "test.sqlite3")}
