"""In which order a trial's versions stand: the registry's, however late they came to us."""

OLDEST_FIRST = "valid_from, ifnull(place, 999999), registry_version IS NULL, version"
NEWEST_FIRST = "valid_from DESC, ifnull(place, 999999) DESC, registry_version IS NULL DESC, version DESC"
"""``place`` is a version's number in the registry's history; of one that the history does not list, the number of the
polled version before it."""
