"""nctwatch: watches ClinicalTrials.gov and tells people what changed and what it means."""

__version__ = "0.1.0"
"""The one place of the version: the metadata of the package is made from it, and a test holds the Dockerfile to it."""
