"""Is a path on a network file system? SQLite's locks do not hold there.

Looked up in Linux's table of mounts; elsewhere nothing is known, and nothing is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

TABLE = Path("/proc/self/mounts")

NETWORK = frozenset(
    {
        "9p", "acfs", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "fuse.davfs2", "fuse.glusterfs",
        "fuse.rclone", "fuse.s3fs", "fuse.sshfs", "gfs2", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs",
        "nfs4", "ocfs2", "orangefs", "pvfs2", "smb2", "smb3", "smbfs", "virtiofs", "vboxsf",
    }
)  # fmt: skip
"""Types of file system that several machines may have mounted at once."""

_OCTAL = re.compile(r"\\([0-7]{3})")


@dataclass(frozen=True, slots=True)
class Mount:
    """Where a file system is mounted, and what type it is of."""

    point: PurePosixPath
    kind: str


def parse_mounts(table: str) -> tuple[Mount, ...]:
    """The mounts in a table of `/proc/mounts` form; lines that are not understood are left out."""
    found = []
    for line in table.splitlines():
        words = line.split(" ")
        if len(words) >= 3:
            point = _OCTAL.sub(lambda match: chr(int(match[1], 8)), words[1])
            found.append(Mount(PurePosixPath(point), words[2]))
    return tuple(found)


def mount_of(path: PurePosixPath, mounts: tuple[Mount, ...]) -> Mount | None:
    """The mount an absolute path is on: the longest point above it, the last of equals."""
    above = [mount for mount in mounts if path.is_relative_to(mount.point)]
    return max(reversed(above), key=lambda mount: len(mount.point.parts), default=None)


def network_mount(path: Path, table: Path = TABLE) -> Mount | None:
    """The network file system that a path is on, or None if it is local or unknown."""
    try:
        text = table.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return None
    mount = mount_of(PurePosixPath(path.resolve()), parse_mounts(text))
    return mount if mount and mount.kind in NETWORK else None
