"""Building the container without a registry: Debian's debootstrap for the base, buildah for the rest.

Debian's packages are installed where missing; what is built lies in a folder, or in buildah's storage under names that
are removed again.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
PACKAGES = ("python3", "python3-venv", "ca-certificates")
#: Neither a kernel's overlay nor namespaces of users are needed.
ENVIRONMENT = os.environ | {"STORAGE_DRIVER": "vfs", "BUILDAH_ISOLATION": "chroot"}


def command(*words: str | Path) -> str:
    """The last line that a command prints; all of it goes into the error where it fails."""
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, env=ENVIRONMENT)
    assert done.returncode == 0, f"{words}\n{done.stdout}{done.stderr}"
    return done.stdout.strip().rpartition("\n")[2]


def install() -> None:
    """Install Debian's packages that are missing."""
    if not (shutil.which("buildah") and shutil.which("debootstrap")):
        command("apt-get", "update")
        command("apt-get", "install", "--yes", "--no-install-recommends", "buildah", "debootstrap")


@contextmanager
def built(folder: Path) -> Iterator[str]:
    """The name of the image of containers/Dockerfile on a base made in `folder`."""
    base, image = f"localhost/plateaus-base-{os.getpid()}", f"localhost/plateaus-{os.getpid()}"
    root = folder / "base"
    command("debootstrap", "--variant=minbase", f"--include={','.join(PACKAGES)}", "bookworm", root)
    if CERTIFICATES.exists():  # this machine's: the package index may be behind one of its own
        shutil.copy(CERTIFICATES, root / CERTIFICATES.relative_to("/"))
        (root / "etc/pip.conf").write_text(f"[global]\ncert = {CERTIFICATES}\n", encoding="utf-8")
    empty = command("buildah", "from", "scratch")
    try:
        command("buildah", "copy", "--quiet", empty, root, "/")
        command("buildah", "commit", "--quiet", empty, base)
        dockerfile = ROOT / "containers/Dockerfile"
        command("buildah", "bud", "--pull-never", f"--build-arg=BASE={base}", "-t", image, "-f", dockerfile, ROOT)
        yield image
    finally:
        command("buildah", "rm", empty)
        for name in (image, base):
            subprocess.run(["buildah", "rmi", name], env=ENVIRONMENT, capture_output=True)


@contextmanager
def container(image: str) -> Iterator[str]:
    """The name of a container of an image."""
    name = command("buildah", "from", "--pull-never", image)
    try:
        yield name
    finally:
        command("buildah", "rm", name)


def entry(image: str) -> tuple[list[str], str]:
    """What an image runs, and as which user."""
    done = subprocess.run(["buildah", "inspect", "--type", "image", image], env=ENVIRONMENT, capture_output=True)
    configuration = json.loads(done.stdout)["OCIv1"]["config"]
    return configuration["Entrypoint"], configuration["User"]


def size(folder: Path) -> int:
    """Bytes of all files below a folder; links are not followed, and a file with two names counts once."""
    files = (path.lstat() for path in folder.rglob("*") if not path.is_dir() or path.is_symlink())
    return sum({(file.st_dev, file.st_ino): file.st_size for file in files}.values())
