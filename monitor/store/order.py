"""In which order a trial's versions stand: the registry's, however late they came to us."""

OLDEST_FIRST = "valid_from, ifnull(registry_version, 999999), version"
NEWEST_FIRST = "valid_from DESC, ifnull(registry_version, 999999) DESC, version DESC"
