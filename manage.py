#!/usr/bin/env python
"""Django's own commands: migrations, the demo, the first administrator."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safelight.config.settings")
    execute_from_command_line(sys.argv)
