"""Which criterion of one text is which of another, and what neither came nor went."""
