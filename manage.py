#!/usr/bin/env python
"""Django's own commands: migrations, the demo, the first administrator."""

import os
import sys

from django.core.management import execute_from_command_line

# These make tables or partnerships, which the role that serves pages may not: they are run as the owner of the
# tables where SAFELIGHT_OWNER_DATABASE_URL names it.
AS_OWNER = frozenset(
    {"migrate", "secure_database", "load_definitions", "first_administrator", "seed_demo", "flush", "sqlmigrate"}
)

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safelight.config.settings")
    owner = os.environ.get("SAFELIGHT_OWNER_DATABASE_URL")
    if owner and sys.argv[1:2] and sys.argv[1] in AS_OWNER:
        os.environ["DATABASE_URL"] = owner
    execute_from_command_line(sys.argv)
