"""Proxies and dead addresses on loopback, for tests of how this program reaches others."""

from __future__ import annotations

import base64
import socket
import socketserver
import ssl
import struct
import threading
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import trustme


@dataclass
class Proxy:
    """An HTTP proxy, or one for SOCKS5; every name that it is asked for leads to ``target``, but some elsewhere.

    Args:
        target: address and port on loopback.
        authority: the proxy opens the TLS of its tunnels with certificates of this authority, as a company's
            does, and speaks plainly to the target; None leaves tunnels as they are.
        login: user and password that it wants, with a colon between; "" for none.

    """

    target: tuple[str, int]
    authority: trustme.CA | None = None
    login: str = ""
    elsewhere: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Names that lead to a place of their own."""
    asked: list[str] = field(default_factory=list)
    """Method and address of each request, and ``SOCKS host:port``."""
    cut: int = 0
    """So many TLS handshakes are cut off after the client's first words."""
    status: str = ""
    """The answer to CONNECT where it is not 200, such as ``403 Forbidden``."""
    port: int = 0

    @property
    def url(self) -> str:
        """Its address, for HTTPS_PROXY."""
        return f"http://127.0.0.1:{self.port}"

    def serve_http(self, client: socket.socket) -> None:
        """Serve one connection of an HTTP proxy."""
        head = _head(client)
        method, address, _ = head.split(b"\r\n", 1)[0].decode().split(" ", 2)
        self.asked.append(f"{method} {address}")
        wanted = b"Proxy-Authorization: Basic " + base64.b64encode(self.login.encode())
        if self.login and wanted.lower() not in head.lower():
            client.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
        elif method != "CONNECT":
            with socket.create_connection(self.target) as server:
                server.sendall(head)
                _relay(client, server)
        elif self.status:
            client.sendall(f"HTTP/1.1 {self.status}\r\nContent-Length: 0\r\n\r\n".encode())
        else:
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            self._tunnel(client, address.rpartition(":")[0])

    def serve_socks(self, client: socket.socket) -> None:
        """Serve one connection of a SOCKS5 proxy."""
        _, count = client.recv(2)
        methods = client.recv(count)
        chosen = 2 if self.login else 0
        client.sendall(bytes([5, chosen if chosen in methods else 255]))
        if self.login:
            user = client.recv(client.recv(2)[1]).decode()
            password = client.recv(client.recv(1)[0]).decode()
            client.sendall(bytes([1, f"{user}:{password}" != self.login]))
        kind = client.recv(4)[3]
        host = client.recv(client.recv(1)[0]).decode() if kind == 3 else socket.inet_ntoa(client.recv(4))
        (port,) = struct.unpack(">H", client.recv(2))
        self.asked.append(f"SOCKS {host}:{port}")
        client.sendall(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
        self._tunnel(client, host)

    def _tunnel(self, client: socket.socket, host: str) -> None:
        if self.cut:
            self.cut -= 1
            client.recv(65536)
            return
        with ExitStack() as open_:
            if self.authority:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                self.authority.issue_cert(host).configure_cert(context)
                client = open_.enter_context(context.wrap_socket(client, server_side=True))
            _relay(
                client, open_.enter_context(socket.create_connection(self.elsewhere.get(host, self.target)))
            )


def _head(client: socket.socket) -> bytes:
    head = b""
    while b"\r\n\r\n" not in head and (more := client.recv(65536)):
        head += more
    return head


def _relay(client: socket.socket, server: socket.socket) -> None:
    """Carry bytes both ways until one side ends."""

    def carry(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
        for each in (source, target):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    back = threading.Thread(target=carry, args=(server, client), daemon=True)
    back.start()
    carry(client, server)
    back.join()


@contextmanager
def serving(proxy: Proxy, serve: Callable[[socket.socket], None] | None = None) -> Iterator[Proxy]:
    """Run a proxy; ``serve`` is one of its methods, that of an HTTP proxy unless given."""
    act = serve or proxy.serve_http

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                act(self.request)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Server(("127.0.0.1", 0), Handler) as server:
        server.block_on_close = False
        proxy.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield proxy
        server.shutdown()
        thread.join()


@contextmanager
def black_hole(port: int, address: str = "127.0.0.2") -> Iterator[str]:
    """Yield an address at whose port nothing ever answers: its backlog is full, and the system drops what comes."""
    with socket.socket() as dead, ExitStack() as waiting:
        dead.bind((address, port))
        dead.listen(0)
        for _ in range(3):
            client = waiting.enter_context(socket.socket())
            client.setblocking(False)
            client.connect_ex((address, port))
        yield address


def resolving(*addresses: str) -> Callable[..., list[tuple[object, ...]]]:
    """Return what stands for ``socket.getaddrinfo``: names lead to these addresses, numbers to themselves."""
    real = socket.getaddrinfo

    def found(host, port, *args, **options):
        if str(host).replace(".", "").isdigit():
            return real(host, port, *args, **options)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    return found
