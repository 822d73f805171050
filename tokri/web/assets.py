"""The style sheet, the modules and the drawings, each sent under a name that changes when any of them does.

There is no build step. On first use each process reads static/ once, joins the layers of the style sheet into app.css,
and takes one hash over everything: /static/<hash>/app.css, /static/<hash>/js/app.mjs, /static/<hash>/icons.svg. Modules
that import each other by relative names therefore stay within one hash. Nothing of a request reaches the file system:
what may be asked for is what was read.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from flask import Response, abort, request

#: The layers in the order in which they are joined; a later one wins.
LAYERS: Final = (
    *("tokens", "base", "fields", "buttons", "order", "combobox"),
    *("frame", "text", "lists", "result", "desk", "strip", "print"),
)

#: What is sent at all, by the end of its name.
TYPES: Final[Mapping[str, str]] = {
    ".css": "text/css; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}

#: The sheet that the layers are joined into.
SHEET: Final = "app.css"

_FOR_GOOD: Final = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent: its bytes, the same compressed, its type."""

    body: bytes
    gzipped: bytes
    content_type: str
    sha256: str


class Assets:
    """The files of one folder. Making one opens nothing; the first URL or the first request reads them all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def url(self, name: str) -> str:
        """The address of an asset, for templates. Raises KeyError for a name that is none."""
        self.files[name]
        return f"/static/{self.hash}/{name}"

    def serve(self, hash_: str, name: str) -> Response:
        """Answer `/static/<hash_>/<path:name>`: for good under the hash of today, else to be asked for again.

        A page that was sent before a new version came asks with the old hash; it gets what there is.
        """
        asset = self.files.get(name)
        if asset is None:
            abort(404)
        packed = request.accept_encodings["gzip"] > 0
        response = Response(asset.gzipped if packed else asset.body, content_type=asset.content_type)
        if packed:
            response.content_encoding = "gzip"
        response.vary.add("Accept-Encoding")
        response.headers["Cache-Control"] = _FOR_GOOD if hash_ == self.hash else "no-cache"
        response.set_etag(asset.sha256 + ("-gzip" if packed else ""))
        response.make_conditional(request)
        return response

    @cached_property
    def files(self) -> Mapping[str, Asset]:
        """Every asset by the name it is asked for."""
        return {name: _asset(name, body) for name, body in self._read()}

    @cached_property
    def hash(self) -> str:
        """Twelve hexadecimal digits that stand for the names and bytes of all assets together."""
        lines = (f"{name} {asset.sha256}\n" for name, asset in sorted(self.files.items()))
        return hashlib.sha256("".join(lines).encode()).hexdigest()[:12]

    def _read(self) -> Iterator[tuple[str, bytes]]:
        yield SHEET, b"\n".join((self._folder / "css" / f"{layer}.css").read_bytes() for layer in LAYERS)
        for path in sorted(self._folder.rglob("*")):
            if path.suffix in TYPES and path.suffix != ".css":
                yield path.relative_to(self._folder).as_posix(), path.read_bytes()


def _asset(name: str, body: bytes) -> Asset:
    return Asset(
        body=body,
        gzipped=gzip.compress(body, mtime=0),
        content_type=TYPES[Path(name).suffix],
        sha256=hashlib.sha256(body).hexdigest()[:32],
    )
