"""The pages of the service: the same that ``nctwatch report`` writes, read-only, while the service runs."""
