"""Psychometric diagnosis and scoring for reintegration."""

__version__ = "0.1.0"
