"""Which authorities are trusted, and what is said of those that are named and cannot be used."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading

import pytest
import trustme

from monitor.network import trust


def accepts(authority, context):
    """Whether TLS settings accept a certificate of an authority, in a real handshake."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("service.example").configure_cert(server)
    near, far = socket.socketpair()

    def serve():
        try:
            with server.wrap_socket(far, server_side=True) as secure:
                secure.recv(1)
        except OSError:
            far.close()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        with near, context.wrap_socket(near, server_hostname="service.example"):
            return True
    except ssl.SSLCertVerificationError:
        return False
    finally:
        near.close()
        thread.join()


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_files(authority, authority_file, monkeypatch, name):
    """Each of the variables for a file makes its authorities trusted."""
    assert not accepts(authority, trust.context())
    monkeypatch.setenv(name, str(authority_file))
    assert accepts(authority, trust.context())


@pytest.mark.parametrize("name", ["SSL_CERT_DIR", "REQUESTS_CA_BUNDLE"])
def test_folders(authority, authority_file, monkeypatch, tmp_path, name):
    """A folder counts with hashed names, as OpenSSL wants it; without them, the fault is named."""
    if not shutil.which("openssl"):
        pytest.skip("openssl, which makes hashed names, is not installed")
    shutil.copy(authority_file, tmp_path / "ca.pem")
    monkeypatch.setenv(name, str(tmp_path))
    if name == "SSL_CERT_DIR":
        (fault,) = trust.faults()
        assert f"openssl rehash {tmp_path}" in fault
    subprocess.run(["openssl", "rehash", str(tmp_path)], check=True, capture_output=True)
    assert list(trust.faults()) == []
    assert accepts(authority, trust.context())


def test_the_systems_own_authorities_stay(authority_file, monkeypatch):
    """A bundle of other programs is trusted beside them, and named twice it is loaded once."""
    before = trust.context().cert_store_stats()["x509_ca"]
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority_file))
    monkeypatch.setenv("CURL_CA_BUNDLE", str(authority_file))
    assert trust.context().cert_store_stats()["x509_ca"] == before + 1


def test_a_machine_without_authorities(monkeypatch, tmp_path):
    """Where the system has none, such as in a bare container, those of certifi are trusted."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    assert trust.context().cert_store_stats()["x509_ca"] > 50


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("SSL_CERT_FILE", None, "cannot be read (No such file or directory)"),
        ("SSL_CERT_FILE", "no certificate", "has no certificates in PEM form"),
        ("REQUESTS_CA_BUNDLE", None, "cannot be read (No such file or directory)"),
        ("SSL_CERT_DIR", None, "is no folder"),
        ("SSL_CERT_DIR", "a file", "is no folder"),
    ],
)
def test_faults(monkeypatch, tmp_path, name, content, fault):
    """Each is named with its variable and path; connections go on with the other authorities."""
    path = tmp_path / "named"
    if content:
        path.write_text(content)
    monkeypatch.setenv(name, str(path))
    assert list(trust.faults()) == [f"{name} in the environment: {path} {fault}"]
    trust.context()


def test_what_is_in_force(monkeypatch):
    """The variables that are set, with what they name."""
    assert trust.in_force({"SSL_CERT_FILE": "/a", "SSL_CERT_DIR": "", "HOME": "/b"}) == {
        "SSL_CERT_FILE": "/a"
    }


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (20, "is signed by an authority this machine does not know: set SSL_CERT_FILE"),
        (10, "has expired, or the clock of this machine is wrong"),
        (9, "is not valid yet, or the clock of this machine is wrong"),
        (62, "is that of another host (words)"),
        (23, "is not accepted (words)"),
    ],
)
def test_what_is_said_of_a_certificate(code, words):
    """By OpenSSL's number, wherever in the chain of errors it stands."""
    error = ssl.SSLCertVerificationError("x")
    error.verify_code, error.verify_message = code, "words"
    wrapped = ConnectionError("outer", ValueError(error))
    assert words in trust.handshake_failure(wrapped, "h.example")
    assert trust.handshake_failure(wrapped, "h.example").startswith("the certificate of h.example ")
    assert trust.handshake_failure(ConnectionError("refused"), "h.example") is None


def test_a_named_file_that_is_missing_is_told_with_the_failure(authority, monkeypatch, tmp_path):
    """Whoever has set the variable to the wrong path reads that at once."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "typo.pem"))
    error = ssl.SSLCertVerificationError("x")
    error.verify_code, error.verify_message = 19, ""
    words = f"of that authority; SSL_CERT_FILE names {tmp_path}/typo.pem, which is not there"
    assert trust.handshake_failure(error, "h").endswith(words)
    assert not accepts(trustme.CA(), trust.context())
