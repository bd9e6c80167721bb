"""What waits to be written lies on disk, and comes back as it was."""

import tempfile

import pytest

from bffgen.cli.trees_on_disk import TreesOnDisk
from bffgen.model.files import FileTree

TREES = [
    FileTree.of({"a.py": b"one\r\n", "b/c.bin": bytes(range(256))}),
    FileTree(),
    FileTree.of({"a.py": b"", "z": b"last" * 5_000}),
]


def test_trees_come_back_in_any_order_as_they_were():
    with TreesOnDisk() as trees:
        kept = [trees.keep(each) for each in TREES]
        assert [each.load() for each in reversed(kept)] == TREES[::-1]
        assert [each.paths for each in kept] == [each.paths for each in TREES]
        assert not any(isinstance(each, FileTree) for each in kept)
        assert trees.keep(TREES[0]).load() == TREES[0]


@pytest.mark.parametrize(("calls", "whole"), [(0, [True, False, True]), (1, [False, False, True])])
def test_what_no_disk_takes_stays_in_memory(calls, whole, monkeypatch):
    made = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed with the trees

    class Full:
        """A file on a disk that is full after so many writes."""

        def __init__(self, **_):
            self.left = calls

        def write(self, content):
            self.left -= 1
            if self.left < 0:
                raise OSError(28, "No space left on device")
            return made.write(content)

        def __getattr__(self, name):
            return getattr(made, name)

    monkeypatch.setattr(tempfile, "TemporaryFile", Full)
    with TreesOnDisk() as trees:
        kept = [trees.keep(each) for each in TREES]
        assert [each.load() for each in kept] == TREES
        assert [isinstance(each, FileTree) for each in kept] == whole
