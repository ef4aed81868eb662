"""An authority of the tests, a service that it vouches for, and an environment without proxies."""

from __future__ import annotations

import ssl
import threading
import warnings
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import trustme

VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
BUNDLES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    """Nobody's own proxies and authorities have a part in a test."""
    for name in (*VARIABLES, *map(str.upper, VARIABLES), *BUNDLES):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def plugins():
    """Load all of apprise's plugins: some import what Python warns of."""
    from apprise.plugins import N_MGR

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        N_MGR.load_modules()


@pytest.fixture(scope="session")
def authority():
    return trustme.CA()


@pytest.fixture(scope="session")
def authority_file(authority, tmp_path_factory):
    path = tmp_path_factory.mktemp("authority") / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return path


@pytest.fixture
def trusted(authority_file, monkeypatch):
    """Trust the authority of the tests, as an administrator would."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority_file))


class Service(ThreadingHTTPServer):
    """Answers every GET and POST with ``{}``, over TLS if ``context`` is given; keeps what it was asked."""

    daemon_threads = True

    def __init__(self, context=None):
        self.taken = []
        taken = self.taken

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                taken.append((self.command, self.path, self.headers["Host"]))
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            do_POST = do_GET  # noqa: N815  # the name of the standard library

            def log_message(self, *_args):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        if context:
            self.socket = context.wrap_socket(self.socket, server_side=True)

    def handle_error(self, *_args):
        pass


def serving_forever(server):
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def service():
    yield from serving_forever(Service())


@pytest.fixture
def tls_service(authority):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("service.example", "localhost", "127.0.0.1").configure_cert(context)
    yield from serving_forever(Service(context))
