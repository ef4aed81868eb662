"""What can be asked of the store, each question in a file of its own.

A question is described once (``model.py``): from that come the command's options, the API's parameters with their
OpenAPI description, and the tools of assistants. All of them call its ``answer``.
"""
