"""How a change is worded, before any format: its sentence, its values before and after, its redline."""
