"""The environment of the site, which has all that the library needs, with the wheel of this checkout installed."""

import pytest
from built_wheel import ROOT, build, pip

BIN = ROOT / ".venv/site/bin"


@pytest.fixture(scope="session")
def installed(tmp_path_factory):
    """The folder of its programs."""
    folder = tmp_path_factory.mktemp("wheel")
    wheel = build(BIN / "python", folder)
    pip(BIN / "python", "install", "--no-deps", "--no-index", "--force-reinstall", wheel, cwd=folder)
    return BIN
