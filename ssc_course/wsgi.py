"""The door for the server process: `granian --interface wsgi ssc_course.wsgi:application`."""

import os
import sys

from django.core.wsgi import get_wsgi_application

from ssc_course.environment import WrongSetting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ssc_course.settings")
try:
    application = get_wsgi_application()
except WrongSetting as wrong:
    sys.exit(str(wrong))
