"""Files written whole or not at all."""

import errno
import fcntl
import os
import signal
import subprocess
import sys
import threading

import pytest

from graph.atomic import write_atomically
from graph.facts.problems import InputError


def test_new_file(tmp_path):
    """A new file gets the permissions that the user's mask leaves, and nothing else appears."""
    before = os.umask(0o027)
    try:
        write_atomically(str(tmp_path / "a"), b"new")
    finally:
        os.umask(before)
    assert (tmp_path / "a").read_bytes() == b"new"
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640
    assert os.listdir(tmp_path) == ["a"]


def test_old_file(tmp_path):
    """A file that is replaced keeps its permissions; one that was open still reads as it was."""
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(0o604)
    with path.open("rb") as stream:
        write_atomically(str(path), b"new")
        assert stream.read() == b"old"
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o604


def test_relative_path(tmp_path, monkeypatch):
    """A path without a folder is written in the folder one is in."""
    monkeypatch.chdir(tmp_path)
    write_atomically("a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"


def test_folder_is_refused(tmp_path):
    """A folder of that name is left alone."""
    with pytest.raises(InputError) as refused:
        write_atomically(str(tmp_path), b"new")
    assert str(refused.value) == f"{tmp_path}: is a folder; name a file"


@pytest.mark.parametrize("make", ["link", "dangling", "fifo"])
def test_other_things_are_refused(tmp_path, make):
    """A link or pipe of that name is neither followed nor replaced."""
    path, target = tmp_path / "a", tmp_path / "target"
    if make == "fifo":
        os.mkfifo(path)
    else:
        path.symlink_to(target)
        if make == "link":
            target.write_bytes(b"old")
    with pytest.raises(InputError) as refused:
        write_atomically(str(path), b"new")
    assert str(refused.value) == f"{path}: not a regular file; name another file, or remove it first"
    assert path.is_fifo() or path.is_symlink()
    assert not target.exists() or target.read_bytes() == b"old"


def test_missing_folder(tmp_path):
    """A folder that is not there is not made."""
    path = str(tmp_path / "nowhere" / "a")
    with pytest.raises(InputError) as refused:
        write_atomically(path, b"new")
    assert str(refused.value) == f"{path}: cannot be written: No such file or directory"


def test_path_with_control_characters(tmp_path):
    """A path is shown so that a terminal does nothing but show it."""
    with pytest.raises(InputError, match=r"/no\\x1b\\n/a: cannot be written: No such file or directory$"):
        write_atomically(str(tmp_path / "no\x1b\n" / "a"), b"new")


@pytest.mark.parametrize("call", ["open", "ftruncate", "fchmod", "write", "fsync", "rename"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_failure_keeps_the_old_file(tmp_path, monkeypatch, call, code):
    """Whichever call fails, the old file is whole, nothing else is left, and the reason is given."""
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def fail(*_args, **_kwargs):
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patched:
        patched.setattr(os, call, fail)
        with pytest.raises(InputError) as refused:
            write_atomically(str(path), b"new")
    assert str(refused.value) == f"{path}: cannot be written: {os.strerror(code)}"
    assert path.read_bytes() == b"old"
    write_atomically(str(path), b"new")
    assert os.listdir(tmp_path) == ["a"]


def test_interrupt_keeps_the_old_file(tmp_path, monkeypatch):
    """Ctrl-C in the middle leaves the old file and no temporary one."""
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def interrupt(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(str(path), b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a"]


def test_short_writes(tmp_path, monkeypatch):
    """A disk that takes a few bytes at a time still gets all of them."""
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: write(handle, data[:3]))
    write_atomically(str(tmp_path / "a"), b"0123456789")
    assert (tmp_path / "a").read_bytes() == b"0123456789"


@pytest.mark.parametrize("call", ["fsync", "rename"])
def test_killed_writer(tmp_path, call):
    """After kill -9 the old file is whole, and the next writer cleans up."""
    path = tmp_path / "a"
    path.write_bytes(b"old")
    script = f"""
import os, signal
from graph.atomic import write_atomically
os.{call} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
write_atomically({str(path)!r}, b"new")
"""
    done = subprocess.run([sys.executable, "-c", script], check=False, env={**os.environ, "PYTHONPATH": _root()})
    assert done.returncode == -signal.SIGKILL
    assert path.read_bytes() == b"old"
    assert len(os.listdir(tmp_path)) == 2
    write_atomically(str(path), b"n")
    assert path.read_bytes() == b"n"
    assert os.listdir(tmp_path) == ["a"]


def _root():
    return os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def test_writers_take_turns(tmp_path):
    """Many writers of one file at once leave one of their versions, whole, and nothing else."""
    path = tmp_path / "a"
    versions = [bytes([65 + number]) * 200_000 for number in range(8)]
    threads = [threading.Thread(target=write_atomically, args=(str(path), version)) for version in versions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert path.read_bytes() in versions
    assert os.listdir(tmp_path) == ["a"]


def test_waits_for_a_running_writer(tmp_path):
    """A second writer begins when the first is done."""
    path, temporary = tmp_path / "a", tmp_path / ".a.aikg-tmp"
    with temporary.open("wb") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        second = threading.Thread(target=write_atomically, args=(str(path), b"second"))
        second.start()
        second.join(0.2)
        assert second.is_alive()
        assert not path.exists()
    second.join(5)
    assert path.read_bytes() == b"second"


def test_planted_link_is_not_followed(tmp_path):
    """A link under the name of the temporary file does not lead the writer elsewhere."""
    target = tmp_path / "target"
    target.write_bytes(b"old")
    (tmp_path / ".a.aikg-tmp").symlink_to(target)
    with pytest.raises(InputError, match="cannot be written"):
        write_atomically(str(tmp_path / "a"), b"new")
    assert target.read_bytes() == b"old"


def test_long_names(tmp_path):
    """A name as long as the disk allows leaves room for the temporary file."""
    path = tmp_path / ("a" * 255)
    write_atomically(str(path), b"new")
    assert path.read_bytes() == b"new"
