"""Clients made in processes of their own: the results of one process, and an end to each."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import python

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import os, sys
from bffgen.cli.jobs import jobs
def once(item):
    {body}
    return item * 10
if __name__ == "__main__":
    print(list(jobs(int(sys.argv[1]))(once, tuple(range(int(sys.argv[2]))))))
"""


def ran(count, items, body="pass"):
    return python("-c", SCRIPT.format(body=body), str(count), str(items), limit_s=60)


@pytest.mark.parametrize(("count", "items"), [(1, 3), (2, 0), (2, 1), (2, 5), (3, 7), (8, 3)])
def test_results_come_in_the_order_of_the_items(count, items):
    done = ran(count, items)
    assert done.stdout == f"{[item * 10 for item in range(items)]}\n"
    assert done.stderr == ""


@pytest.mark.parametrize("body", ["if item == 3: raise LookupError(item)", "os._exit(9)"])
def test_a_bug_in_a_job_is_a_bug_of_the_command(body):
    done = ran(2, 5, body)
    assert done.returncode == 1
    assert "a job ended with code" in done.stderr
    assert ("LookupError: 3" in done.stderr) == ("LookupError" in body)


def test_a_job_is_another_process_where_that_was_asked_for():
    body = "sys.stderr.write(f'{os.getpid()} ')"
    pids = ran(2, 4, body).stderr.split()
    alone = ran(1, 4, body).stderr.split()
    assert len(set(alone)) == 1
    assert len(set(pids)) == (2 if sys.platform == "linux" else 1)


SHOP = ROOT / "tests" / "cases" / "bases" / "shop"


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_watched_workspace_is_built_at_each_change(name, tmp_path):
    shutil.copytree(SHOP, tmp_path, dirs_exist_ok=True)
    composition = tmp_path / "contracts/clients/web/composition.yaml"
    good = composition.read_text()
    process = subprocess.Popen(
        [sys.executable, "-m", "bffgen", "build", "--watch"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT / "generator")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )

    def said(text):
        for line in process.stdout:
            if text in line:
                return
        pytest.fail(f"never said: {text}")

    try:
        said("watching contracts/; Ctrl-C ends it")
        assert (tmp_path / "generated/web/bffgen.lock").is_file()
        slower = "{call: catalog.getProduct, timeout: 300ms}"
        composition.write_text(good.replace("{call: catalog.getProduct}", slower))
        said("plan changed: critical path 250 -> 300 ms")
        composition.write_text(good.replace("catalog.getProduct", "catalog.getProdukt"))
        said("nothing was written")
        composition.write_text(good)
        said("plan changed: critical path 300 -> 250 ms")
        process.send_signal(getattr(signal, name))
        assert process.wait(120) == 0
        assert process.stdout.read() == ""
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_to_watch_and_to_check_is_a_wrong_call(tmp_path, monkeypatch, capsys):
    from bffgen.cli.app import run

    shutil.copytree(SHOP, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    assert run(["build", "--watch", "--check"]) == 2
    assert capsys.readouterr().err.endswith("take one of them\n")
