"""What a WSGI server loads: the application, set up by this deployment's environment."""

from config import SETTINGS
from msai import create_app

app = create_app(SETTINGS)
