"""Runs the command line."""

import sys

from grading.command import main

sys.exit(main())
