"""Settings for tests: the same application, with the slow parts swapped and N+1 made an error."""

import os
import tempfile

os.environ.setdefault("SAMRAD_VAR", tempfile.mkdtemp(prefix="samrad-test-"))
os.environ.setdefault("SAMRAD_SECRET_KEY", "only for tests, never for anything else")

from samrad.config.settings import *

if DATABASES["default"]["ENGINE"] == "samrad.core.sqlite":
    # Said outright, since pytest-xdist knows only Django's own engine to live in memory.
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
MIDDLEWARE = [*MIDDLEWARE, "zeal.middleware.zeal_middleware"]
ZEAL_RAISE = True
# Django looks the session up several times while it signs somebody in; that is not ours to mend.
ZEAL_ALLOWLIST = [{"model": "sessions.Session", "field": "get()"}]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
STORAGES = {
    **STORAGES,
    "blobs": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Else every test's client would look through all static files anew before its first page.
WHITENOISE_AUTOREFRESH = True
ACCOUNT_RATE_LIMITS = False
SAMRAD_BOOKLETS = SAMRAD_VAR / "booklets"
# Most tests are about something else; those about gates turn the real keeper on.
SAMRAD_GATEKEEPER = "samrad.consultations.gates.open_gate"
