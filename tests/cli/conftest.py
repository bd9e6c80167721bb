"""Commands are run in the process of the test, in a folder of their own."""

import io
import sys

import pytest

from bffgen.cli.app import run


@pytest.fixture
def bffgen(tmp_path, monkeypatch, capsys):
    """Run bffgen in the folder of the test; give exit code, standard output and errors."""

    def call(*args, stdin="", folder=tmp_path, **environ):
        with monkeypatch.context() as patch:
            patch.chdir(folder)
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
            for name, value in environ.items():
                patch.setenv(name, value)
            code = run(args)
        screen = capsys.readouterr()
        return code, screen.out, screen.err

    return call
