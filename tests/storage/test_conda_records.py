"""What conda's own records say of an environment."""

import json

from plateaus.storage.conda_records import conda_packages


def test_builds_and_channels_are_recorded_and_no_address(tmp_path):
    meta = tmp_path / "conda-meta"
    meta.mkdir()
    (meta / "history").write_text("")
    for name, channel, subdir, build in (
        ("libblas", "https://conda.anaconda.org/conda-forge/linux-64", "linux-64", "36_openblas"),
        ("numpy", "https://conda.anaconda.org/conda-forge", "linux-64", "py311_0"),
        ("tzdata", "file:///home/someone/channels/conda-forge/noarch/", "noarch", "0"),
        ("zlib", "conda-forge", "linux-64", "1"),
    ):
        record = {"name": name, "version": "1.2", "build": build, "channel": channel, "subdir": subdir}
        (meta / f"{name}-1.2-{build}.json").write_text(json.dumps(record))
    assert conda_packages(tmp_path) == {
        "libblas": "conda-forge 1.2 36_openblas",
        "numpy": "conda-forge 1.2 py311_0",
        "tzdata": "conda-forge 1.2 0",
        "zlib": "conda-forge 1.2 1",
    }


def test_an_environment_that_conda_did_not_make_has_none(tmp_path):
    assert conda_packages(tmp_path) == {}
