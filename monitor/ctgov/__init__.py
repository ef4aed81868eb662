"""The outside world of records: what is asked of the registry and what its answers mean."""
