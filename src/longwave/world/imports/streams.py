"""Opening a dump, however it is packed."""

import bz2
import gzip
import io
import lzma
from pathlib import Path

from longwave.world.errors import NotPackedAsNamed, PackingUnknown, SourceMissing

MAGIC_CHARS = 8
MAGIC = {b"\x1f\x8b": "gz", b"BZh": "bz2", b"\xfd7zXZ\x00": "xz"}
FOREIGN_MAGIC = {b"7z\xbc\xaf\x27\x1c": "7z", b"PK\x03\x04": "zip", b"\x28\xb5\x2f\xfd": "zst"}


class CountingStream:
    """Hands on every byte that comes out before a stream breaks, and counts them.

    A plain `read(n)` of a broken archive loses the good bytes of its last block; `read1` does not.
    """

    def __init__(self, file: io.BufferedReader | gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile) -> None:
        self._file = file
        self.position = 0

    def read(self, size: int = -1) -> bytes:
        """Return some bytes, at most `size`; none at the end."""
        data = self._file.read1(size)
        self.position += len(data)
        return data

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def open_dump(path: Path) -> CountingStream:
    """Open a dump as plain bytes.

    Raises:
        SourceMissing: there is no such file, or it cannot be read.
        NotPackedAsNamed: the name promises an archive that the file is not.
        PackingUnknown: the file is packed in a way that Longwave does not unpack.
    """
    try:
        with path.open("rb") as file:
            start = file.read(MAGIC_CHARS)
        return CountingStream(_unpacked(path, start))
    except OSError as error:
        raise SourceMissing(path, error.strerror or str(error)) from error


def _unpacked(path: Path, start: bytes) -> io.BufferedReader | gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile:
    for magic, packing in FOREIGN_MAGIC.items():
        if start.startswith(magic):
            raise PackingUnknown(path, packing)
    packing = next((packing for magic, packing in MAGIC.items() if start.startswith(magic)), "")
    named = path.suffix.removeprefix(".").lower()
    if not packing and named in MAGIC.values():
        raise NotPackedAsNamed(path, named)
    if packing == "gz":
        return gzip.GzipFile(path)
    if packing == "bz2":
        return bz2.BZ2File(path)
    if packing == "xz":
        return lzma.LZMAFile(path)
    return path.open("rb")
