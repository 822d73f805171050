"""A server over https on the loopback that answers whatever a test tells it, and the certificates it shows."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.kite import scripted
from tests.kite.scripted import Script
from tokri.webhooks import HttpWebhooks

#: The name that the certificate is for.
NAME = "hooks.firm.example"


@dataclass(frozen=True)
class Certificate:
    """What a server shows, and the file by which a client believes it."""

    server: ssl.SSLContext
    trusted: str


def certificate(folder: Path, *names: str) -> Certificate:
    """A certificate for these names, that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a receiver of a test")])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2120, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    shown = made.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    folder.mkdir(parents=True, exist_ok=True)
    both, trusted = folder / "both.pem", folder / "trusted.pem"
    both.write_bytes(shown + secret)
    trusted.write_bytes(shown)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(both)
    return Certificate(server, str(trusted))


@contextmanager
def receiving(shown: Certificate) -> Iterator[tuple[Script, str]]:
    """A receiver, and the address by which its name is known."""
    with scripted.serving(shown.server) as script:
        script.reply = scripted.said(204, b"")
        yield script, f"https://{NAME}:{urlsplit(script.url).port}/tokri?from=firm"


def anywhere(_number: str) -> str:
    """What tests say of every number: that it may be sent to. No setting of the program says so."""
    return ""


def loopback(_host: str, _port: int) -> Sequence[str]:
    """Where every name leads in tests."""
    return ["127.0.0.1"]


def way_to(shown: Certificate | str, names: Callable[[str, int], Sequence[str]] = loopback) -> HttpWebhooks:
    """The way to receivers of tests: loopback is let be, and this certificate believed, or the one in this file."""
    trusted = shown if isinstance(shown, str) else shown.trusted
    return HttpWebhooks(refused=anywhere, trusted=trusted, names=names, timeouts=(2.0, 1.0), deadline=3.0)
