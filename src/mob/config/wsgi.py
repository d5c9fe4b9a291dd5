"""The WSGI application, for `mob serve` (through the bridge) and for any WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mob.config.settings")
application = get_wsgi_application()
