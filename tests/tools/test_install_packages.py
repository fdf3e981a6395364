"""What is said while packages are installed: what is large, and what happens now."""

from importlib.metadata import distribution

import pytest

from tools.install_packages import size, told


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("  Downloading numpy-2.4.6-cp311-cp311-manylinux_2_28_x86_64.whl (16.6 MB)\n", "numpy 2.4.6, 16.6 MB"),
        ("  Using cached llvmlite-0.50.0-cp311-cp311-linux_x86_64.whl (56.3 MB)\n", "llvmlite 0.50.0, 56.3 MB"),
        ("  Downloading connection_pool-0.0.3.tar.gz (3.8 kB)\n", None),
        ("  Downloading pandas-3.1.1-cp311-cp311-linux_x86_64.whl.metadata (79 kB)\n", None),
        ("  Using cached connection_pool-0.0.3-py3-none-any.whl\n", None),
        ("Collecting numpy==2.4.6 (from -r requirements.lock (line 1299))\n", None),
        ("Installing collected packages: throttler, numpy, qulacs\n", "installing 3 packages"),
    ],
)
def test_of_what_pip_says_the_large_and_the_long_is_told(line, words):
    assert told(line) == words


def test_a_file_of_this_machine_is_as_large_as_it_is(tmp_path):
    wheel = tmp_path / "scipy-1.17.1-cp311-cp311-linux_x86_64.whl"
    wheel.write_bytes(bytes(2_400_000))
    assert told(f"Processing {wheel} (from -r requirements.lock (line 2066))\n") == "scipy 1.17.1, 2 MB"


def test_a_package_is_as_large_as_its_files():
    assert 10e6 < size(distribution("numpy")) < 200e6
    assert size(distribution("snakemake")) < size(distribution("numpy"))
