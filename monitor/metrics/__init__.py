"""Metrics for Prometheus. The one package that knows prometheus-client; imported only where it is asked for."""
