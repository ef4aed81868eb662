"""nctwatch: watches ClinicalTrials.gov and tells people what changed and what it means."""

__version__ = "0.1.0"
