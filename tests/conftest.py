"""What all tests share: the invented world, and copies of it with files laid over."""

import os
import shutil

import hypothesis
import pytest

HERE = os.path.dirname(os.path.abspath(__file__))

# Laws hold however busy the machine is, so no example has a deadline.
hypothesis.settings.register_profile("patient", hypothesis.settings(), deadline=None)
hypothesis.settings.load_profile("patient")


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory):
    """Keep what tests cache away from the user's own cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AIKG_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def world():
    """Return the folder of the invented world; nobody writes there."""
    return os.path.join(HERE, "world")


@pytest.fixture
def lay_over(world, tmp_path):
    """Return a function that copies the world to a new folder and lays files over it.

    It takes the files as a dictionary from name to text or bytes (None deletes), or as a folder
    to copy, and returns the new folder of facts.
    """

    def copy(files=()):
        folder = os.path.join(tmp_path, f"facts-{len(os.listdir(tmp_path))}")
        shutil.copytree(world, folder)
        if isinstance(files, (str, os.PathLike)):
            shutil.copytree(files, folder, dirs_exist_ok=True)
            return folder
        for name, content in dict(files).items():
            path = os.path.join(folder, name)
            if content is None:
                os.remove(path)
                continue
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as stream:
                stream.write(content if isinstance(content, bytes) else content.encode())
        return folder

    return copy
