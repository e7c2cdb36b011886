"""The demo programme as an edge: built and taken away by a command or by an administrator's click."""
