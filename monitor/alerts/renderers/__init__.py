"""Message formats: a module for each, listed in ``base.RENDERERS``."""
