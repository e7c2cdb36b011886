"""The interface for programs, one package a version."""
