"""The whole job in under a minute, offline: a simulated registry, real alerts to local receivers."""
