"""The whole registry in a box: made-up studies by the hundred thousand, and a small server for them."""
