"""Records of the registry as values: one form, which list item is which, and where two records differ."""
