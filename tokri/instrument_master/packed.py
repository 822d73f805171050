"""Files as they are served: plain, gzip (Kite's dump), or a zip with one file in it (the exchanges' daily files)."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Final

from tokri.core.instrument_file import Fault, FileFault, FileRefused

#: Bytes that a file may unpack to: eight times the whole dump of 2026.
MOST: Final = 100_000_000

_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = b"PK\x03\x04"
_EITHER: Final = 32  #: tells zlib to read a gzip header


def unpacked(content: bytes) -> bytes:
    """The file in it, or itself. Raises FileRefused where it does not unpack whole, or to more than MOST."""
    try:
        if content.startswith(_GZIP):
            content = _of_gzip(content)
        elif content.startswith(_ZIP):
            content = _of_zip(content)
    except (zlib.error, zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise FileRefused([FileFault(0, Fault.PACKED)]) from error
    if len(content) > MOST:
        raise FileRefused([FileFault(0, Fault.LARGE, {"most": str(MOST)})])
    return content


def _of_gzip(content: bytes) -> bytes:
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | _EITHER)
    found = unpacking.decompress(content, MOST + 1)
    # A second member, or what is left of one, would go unread.
    if len(found) <= MOST and (not unpacking.eof or unpacking.unused_data):
        raise EOFError
    return found


def _of_zip(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = [each for each in packed.infolist() if not each.is_dir()]
        if len(names) != 1:
            raise zipfile.BadZipFile
        with packed.open(names[0]) as file:
            return file.read(MOST + 1)
