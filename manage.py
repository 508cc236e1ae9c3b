#!/usr/bin/env python3
"""Every command of Barometer. `python3 manage.py serve` is all that a fresh checkout needs."""

import os
import sys

# No syntax newer than Python 3.0 in this file: an old Python must get as far as this sentence.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("Barometer needs Python 3.11 or newer; this is Python " + sys.version.split()[0] + ".")

from config.bootstrap import enter_environment

if __name__ == "__main__":
    enter_environment(sys.argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from environs import EnvError

    try:
        execute_from_command_line(sys.argv)
    except (EnvError, ImproperlyConfigured) as mistake:
        sys.exit(str(mistake))
