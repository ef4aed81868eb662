"""Receivers of messages on loopback: a web hook and a mail server, with bad days to order."""

from __future__ import annotations

import socket
import threading
import warnings
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


@pytest.fixture(scope="session", autouse=True)
def _plugins_are_loaded():
    """Load all of apprise's plugins: some import what Python warns of."""
    from apprise.plugins import N_MGR

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        N_MGR.load_modules()


class Hook:
    """A web hook: answers ``status``, or does ``act`` with the connection; ``taken`` has what came."""

    def __init__(self):
        self.status = 200
        self.headers = {}
        self.act = None
        self.taken = []
        self.stopping = threading.Event()
        self.port = 0

    @property
    def url(self):
        return f"json://127.0.0.1:{self.port}"


class Mails:
    """A mail server that knows whom it refuses."""

    def __init__(self):
        self.taken = []
        self.port = 0

    async def handle_MAIL(self, _server, _session, envelope, address, _options):  # noqa: N802  # aiosmtpd's name
        if address.startswith("bad"):
            return "553 5.1.8 sender refused"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802  # likewise
        if address.startswith("nobody"):
            return f"550 5.1.1 <{address}> no such user"
        if address.startswith("later"):
            return "450 4.2.0 greylisted"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802  # likewise
        self.taken.append((envelope.rcpt_tos, envelope.content.decode()))
        return "250 OK"


@pytest.fixture
def hook():
    receiver = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            receiver.taken.append((self.path, self.rfile.read(int(self.headers.get("Content-Length", 0)))))
            if receiver.act:
                receiver.act(self)
                self.close_connection = True
                return
            self.send_response(receiver.status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_POST  # noqa: N815  # likewise

        def log_message(self, *_args):
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_args):
            pass

    server = Server(("127.0.0.1", 0), Handler)
    receiver.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield receiver
    receiver.stopping.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def mail_server():
    def password(_server, _session, _envelope, _mechanism, login):
        return AuthResult(success=login.password == b"right-password", handled=False)

    mails = Mails()
    with socket.socket() as free:  # aiosmtpd cannot say which port it was given
        free.bind(("127.0.0.1", 0))
        mails.port = free.getsockname()[1]
    controller = Controller(
        mails, hostname="127.0.0.1", port=mails.port, authenticator=password, auth_require_tls=False
    )
    controller.start()
    yield mails
    controller.stop()


@pytest.fixture
def mails(mail_server):
    mail_server.taken.clear()
    return mail_server
