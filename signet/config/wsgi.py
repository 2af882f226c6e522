import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "signet.config.settings")
_site = get_wsgi_application()

from signet.awards.middleware import before  # noqa: E402  # models need a set-up Django

application = before(_site)
