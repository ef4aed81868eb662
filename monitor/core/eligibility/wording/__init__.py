"""Words: what is the same word in another spelling, and how a text is cut into tokens."""
