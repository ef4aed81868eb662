"""The pure middle: records in, changes out; no clock, no network, no database, no logging."""
