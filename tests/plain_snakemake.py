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
    link_packages(sorted(requirements("snakemake")), Path(folder) / "lib" / version / "site-packages")
    return Path(folder) / "bin/python"


def link_packages(names, folder):
    """Links in a folder to all that some installed packages have in theirs."""
    for name in names:
        home = distribution(name)
        for top in {path.parts[0] for path in home.files or () if path.parts[0] not in ("..", "__pycache__")}:
            link = Path(folder) / top
            if not link.exists():
                link.symlink_to(str(home.locate_file(top)))
