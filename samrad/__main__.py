"""The command line: `samrad <command>` is Django's command line under its own name."""

import os
import sys

from samrad import __version__


def main() -> None:
    """Run one command; `--version` answers without starting the application."""
    if sys.argv[1:] in (["--version"], ["version"]):
        sys.stdout.write(f"samrad {__version__}\n")
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samrad.config.settings")
    # Django is slow to import and `--version` must not wait for it.
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- see above

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
