"""What an edit of one criterion means: aligned, classed, and given a direction."""
