"""What a WSGI server loads: the application, set up by this deployment's environment.

`flask --app wsgi` loads it too. For a command that reads books there, no screens are put together.
"""

import os
import sys

from config import SETTINGS
from msai import cli, create_app, create_command_line
from msai.serving import spare_the_collector

_typed = sys.argv[1:] if os.environ.get("FLASK_RUN_FROM_CLI") == "true" else None

app = create_command_line(SETTINGS) if cli.needs_no_screens(_typed) else create_app(SETTINGS)
spare_the_collector()
