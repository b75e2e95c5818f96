#!/usr/bin/env python3
"""Runs the project's commands: `.venv/bin/python manage.py help` lists them."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ssc_course.settings")
    try:
        from django.conf import settings
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed here: run `make .venv`, then `.venv/bin/python manage.py`.")
    from ssc_course.environment import WrongSetting

    try:
        settings.configured or settings.INSTALLED_APPS  # noqa: B018
    except WrongSetting as wrong:
        sys.exit(str(wrong))
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
