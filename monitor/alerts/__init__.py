"""Telling people: who gets what, in which words, and by which way."""
