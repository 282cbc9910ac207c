"""The WSGI application that the web server imports."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "epso_site.settings.development")

application = get_wsgi_application()
