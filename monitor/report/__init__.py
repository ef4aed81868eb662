"""Pages to look at: the life of each trial as a drawing, its changes as redlines and tables, and a feed of them."""
