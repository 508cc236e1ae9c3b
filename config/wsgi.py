import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django = get_wsgi_application()

from django.conf import settings  # noqa: E402 - they are read now

from config import urls  # noqa: E402, F401 - or else the first reader waits for all the views
from config.front import Front  # noqa: E402 - it needs them

application = Front(django, room=settings.PAGE_CACHE_BYTES)
