"""A mail server on loopback that misbehaves to order."""

from __future__ import annotations

import socket
import threading
from collections import Counter


class MailServer:
    """A mail server of a few lines, which answers as each test orders; ``taken`` counts the mails of each recipient.

    ``replies`` has the reply to a recipient; ``greeting`` is called before the greeting; ``ending`` with the connection
    after the end of a mail, and returns the reply, or None where it has closed the connection; ``goodbye`` before the
    reply to QUIT.
    """

    def __init__(self):
        self.replies = {}
        self.login = "235 2.7.0 welcome"
        self.ending = lambda _connection: "250 2.0.0 queued as 4F3"
        self.greeting = self.goodbye = lambda: None
        self.taken = Counter()
        self.asked = Counter()
        self.logins = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self._accept)
        self.thread.start()

    def _accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        with connection, connection.makefile("rb") as lines:
            say = lambda text: connection.sendall(text.encode() + b"\r\n")  # noqa: E731
            self.greeting()
            say("220 mail.example ready")
            wanted = []
            for line in lines:
                word, _, rest = line.decode().strip().partition(" ")
                word = word.upper()
                if word == "EHLO":
                    say("250-mail.example\r\n250 AUTH PLAIN")
                elif word == "AUTH":
                    self.logins += 1
                    say(self.login)
                elif word == "RCPT":
                    recipient = rest.partition("<")[2].partition(">")[0]
                    self.asked[recipient] += 1
                    reply = self.replies.get(recipient, "250 2.1.5 ok")
                    wanted += [recipient] * reply.startswith("250")
                    say(reply)
                elif word == "DATA":
                    say("354 go on")
                    while lines.readline() not in {b".\r\n", b""}:
                        pass
                    reply = self.ending(connection)
                    if reply is None:
                        return
                    self.taken.update(wanted * reply.startswith("250"))
                    say(reply)
                elif word == "QUIT":
                    self.goodbye()
                    say("221 bye")
                    return
                else:
                    say("250 2.0.0 ok")

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join()
