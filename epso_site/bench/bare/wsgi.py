"""What the web server imports for the bare Django."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "epso_site.bench.bare.settings"

application = get_wsgi_application()
