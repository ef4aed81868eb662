"""Which certificate authorities are trusted, and what is said of a certificate or a handshake that fails.

OpenSSL takes ``SSL_CERT_FILE`` and ``SSL_CERT_DIR`` for the system's own file and folder of authorities.
``REQUESTS_CA_BUNDLE`` and ``CURL_CA_BUNDLE``, which other programs know, are trusted beside them.
"""

from __future__ import annotations

import os
import re
import ssl
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FILE, FOLDER = "SSL_CERT_FILE", "SSL_CERT_DIR"
BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
VARIABLES = (FILE, FOLDER, *BUNDLES)

_HASHED = re.compile(r"[0-9a-f]{8}\.\d+")
"""A certificate's name in a folder of authorities: OpenSSL looks there for no other."""
_UNKNOWN_AUTHORITY = {2, 18, 19, 20, 21}
"""OpenSSL's numbers (x509_vfy.h) for an issuer that is not known, self-signed certificates included."""
_NOT_YET_VALID, _EXPIRED = 9, 10
_OTHER_NAME = {62, 64}


def context() -> ssl.SSLContext:
    """Return TLS settings of a client that trusts what the environment and the system say."""
    return trusting(ssl.create_default_context())


def trusting(settings: ssl.SSLContext) -> ssl.SSLContext:
    """Add the authorities that OpenSSL does not find by itself to TLS settings, and return these.

    A machine without any authorities of its own, such as a bare container, gets those of certifi.
    """
    loaded = os.environ.get(FILE)
    for path in {os.environ[name] for name in BUNDLES if os.environ.get(name)} - {loaded}:
        with suppress(OSError):  # `nctwatch check` says that it cannot be read
            settings.load_verify_locations(**_location(path))
    if not (settings.cert_store_stats()["x509_ca"] or any(_hashed(folder) for folder in _folders())):
        import certifi  # noqa: PLC0415  # seldom needed

        settings.load_verify_locations(certifi.where())
    return settings


def in_force(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the variables that are set and name authorities, with their files or folders."""
    return {name: environ[name] for name in VARIABLES if environ.get(name)}


def faults(environ: Mapping[str, str] = os.environ) -> Iterator[str]:
    """Yield what is wrong with the files and folders that the environment names."""
    file_fault = cache(_file_fault)  # several variables often name one file, which takes 30 ms to load
    for name, path in _named_paths(environ):
        if name != FOLDER and not Path(path).is_dir():
            if fault := file_fault(path):
                yield f"{name} in the environment: {path} {fault}"
        elif not Path(path).is_dir():
            yield f"{name} in the environment: {path} is no folder"
        elif not _hashed(path):
            yield (
                f"{name} in the environment: {path} has no certificates under hashed names; "
                f"`openssl rehash {path}` makes them"
            )


def _named_paths(environ: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return each variable with its path; that of folders may have several."""
    return [
        (name, path)
        for name, value in in_force(environ).items()
        for path in (value.split(os.pathsep) if name == FOLDER else [value])
    ]


def _file_fault(path: str) -> str:
    """Return what is wrong with a file of authorities, "" where nothing is."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=path)
    except ssl.SSLError:
        return "has no certificates in PEM form"
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    return ""


def _location(path: str) -> dict[str, str]:
    return {"capath" if Path(path).is_dir() else "cafile": path}


def _folders() -> list[str]:
    return (os.environ.get(FOLDER) or ssl.get_default_verify_paths().openssl_capath).split(os.pathsep)


def _hashed(folder: str) -> bool:
    """Return whether a folder has certificates where OpenSSL looks for them."""
    try:
        return any(_HASHED.fullmatch(name) for name in os.listdir(folder))  # noqa: PTH208  # 300 names
    except OSError:
        return False


def handshake_failure(error: BaseException, host: str) -> str | None:
    """Return why a TLS handshake with a host failed, in words; None for an error of another kind.

    Args:
        error: what a library raised; the errors that led to it are searched too.
        host: the host's name.

    """
    found = next((cause for cause in causes(error) if isinstance(cause, ssl.SSLError)), None)
    if isinstance(found, ssl.SSLCertVerificationError):
        return _certificate_failure(found, host)
    if isinstance(found, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return f"the TLS handshake with {host} was cut off"
    if found is None:
        return None
    if found.reason in {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE"}:
        return f"{host} does not speak TLS at this port"
    return f"the TLS handshake with {host} failed ({found.reason or found})"


def _certificate_failure(error: ssl.SSLCertVerificationError, host: str) -> str:
    code = error.verify_code
    if code in _UNKNOWN_AUTHORITY:
        missing = [
            f"; {name} names {path}" for name, path in _named_paths(os.environ) if not Path(path).exists()
        ]
        return (
            f"the certificate of {host} is signed by an authority this machine does not know: "
            f"set {FILE} to the file of that authority{''.join(missing)}{', which is not there' if missing else ''}"
        )
    if code in {_EXPIRED, _NOT_YET_VALID}:
        words = "has expired" if code == _EXPIRED else "is not valid yet"
        return f"the certificate of {host} {words}, or the clock of this machine is wrong"
    if code in _OTHER_NAME:
        return f"the certificate of {host} is that of another host ({error.verify_message})"
    return f"the certificate of {host} is not accepted ({error.verify_message or error})"


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and those that led to it; libraries put them into each other's arguments too."""
    waiting: list[object] = [error]
    seen: set[int] = set()
    while waiting:
        cause = waiting.pop()
        if not isinstance(cause, BaseException) or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        waiting += [*cause.args, cause.__cause__, cause.__context__, getattr(cause, "reason", None)]
