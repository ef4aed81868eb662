"""Results of a trial: where their submission stands, when they are due, what was amended, and what departs from the registration."""
