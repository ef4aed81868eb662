"""Typed limits in a text: numbers with comparator and unit, scales, time windows."""
