"""The files that are delivered: measured, copied and packed, each there whole or not at all."""

import os
import zipfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

_BLOCK = 1024 * 1024  # bytes read at a time
_EPOCH = (1980, 1, 1, 0, 0, 0)  # in every package, so that the same content is the same bytes


@dataclass(frozen=True)
class Files:
    """Where the data is found, and where downloads, packages and workspaces are kept."""

    sources: Path
    downloads: Path
    packages: Path
    workspaces: Path


def measure(path: Path) -> tuple[str, int]:
    """SHA-256 in hexadecimal, and size in bytes."""
    digest, size = sha256(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return digest.hexdigest(), size


def copy(source: Path, target: Path) -> Path:
    """Copy a file to a name that says its content, unless it is there."""
    if not target.exists():
        publish(target, source.read_bytes())
    return target


def pack(package: Path, source: Path, manifest: bytes) -> None:
    """Make a ZIP of the data and its manifest."""
    unfinished = _unfinished(package)
    with zipfile.ZipFile(unfinished, "w") as archive:
        for name, content in ((source.name, source.read_bytes()), ("manifest.json", manifest)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    unfinished.replace(package)


def publish(target: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all."""
    unfinished = _unfinished(target)
    unfinished.write_bytes(content)
    unfinished.replace(target)


def _unfinished(target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    return target.with_name(f"{target.name}.{os.getpid()}.part")
