"""The service: polls, delivers and watches itself on schedule until it is stopped.

``jobs`` does the work, ``plan`` says when it is due, ``scheduler`` holds both in APScheduler, ``run`` joins them.
"""
