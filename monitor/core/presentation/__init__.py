"""How a change is told, before any format: its sentence, what was and is, the redline. For alerts and pages alike."""
