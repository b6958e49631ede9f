"""Workspaces: the data is computed with where it is, and only aggregated results leave (R22 §21, §25)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from activities.delivered_files import publish


class Workspaces(Protocol):
    """What a sandbox or a platform for privacy computing does for us; each call may be made again."""

    def open(self, workspace_id: str, manifest: bytes) -> str:
        """Make the workspace that `manifest` describes; returns where the manifest is, relative to the folder."""
        ...

    def close(self, workspace_id: str) -> None:
        """Let no one compute there any more, and throw away what is in it."""


@dataclass(frozen=True)
class LocalWorkspaces:
    """One folder a workspace, which holds its manifest and computes nothing.

    It stands where no platform is connected: the credential opens the manifest, never the data. An adapter for a real
    platform would make a project there, let it read the item's file, check that the file has the manifest's hash, let
    the credential's holder in, and let out only results that the platform found to be aggregates.
    """

    folder: Path

    def open(self, workspace_id: str, manifest: bytes) -> str:
        name = f"{workspace_id}/manifest.json"
        publish(self.folder / name, manifest)
        return name

    def close(self, workspace_id: str) -> None:
        (self.folder / workspace_id / "manifest.json").unlink(missing_ok=True)
