"""An environment with Snakemake and what it requires, and nothing else: what `pip install snakemake` gives."""

import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path


def requirements(package):
    """Names of a package's requirements, extras left out, and of theirs."""
    found, waiting = set(), [package]
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in found:
            continue
        try:
            wanted = distribution(name).requires or []
        except PackageNotFoundError:  # for another platform or version of Python
            continue
        found.add(name)
        waiting += [re.split(r"[^\w.-]", line)[0] for line in wanted if "extra ==" not in line]
    return found


def plain_python(folder):
    """The interpreter of such an environment, made in a folder of links to the installed packages."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    packages = Path(folder) / "lib" / version / "site-packages"
    for name in sorted(requirements("snakemake")):
        home = distribution(name)
        for top in {path.parts[0] for path in home.files or () if path.parts[0] not in ("..", "__pycache__")}:
            link = packages / top
            if not link.exists():
                link.symlink_to(str(home.locate_file(top)))
    return Path(folder) / "bin/python"
