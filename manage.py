#!/usr/bin/env python
"""Django's own door; `manage.py up` starts the whole portal."""

import os
import sys

from django.core.management import execute_from_command_line

from coordination.running.roles import come_as_owner

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coordination.settings")
    come_as_owner(sys.argv)
    execute_from_command_line(sys.argv)
