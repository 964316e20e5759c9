"""The web server's door. A wrong configuration ends here, before anybody is served by it."""

import os

from django.core.wsgi import get_wsgi_application

from coordination import checks
from coordination.running.roles import WEB
from coordination.walls.check import refuse_wrong_role

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coordination.settings")

application = get_wsgi_application()
checks.refuse_wrong_settings()
refuse_wrong_role(WEB)
