"""A stand-in for the command `conda` where there is none: what Snakemake asks of it, on py-rattler.

Like conda's own `channel_alias`, the folder of channels is where the names in an environment file are looked up.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile

import yaml
from rattler import Channel, ChannelConfig, Subdir, VirtualPackage, install, solve


async def create(file: Path, prefix: Path, channels: Path) -> None:
    """Solve an environment file and install it: conda packages first, then those of its pip block, by its own pip."""
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    config = ChannelConfig(channel_alias=f"{channels.as_uri()}/")
    specs = [entry for entry in content["dependencies"] if isinstance(entry, str)]
    from_pip = [spec for entry in content["dependencies"] if isinstance(entry, dict) for spec in entry["pip"]]
    records = await solve(
        sources=[Channel(name, config) for name in content["channels"]],
        specs=specs,
        platforms=[Subdir.current(), "noarch"],
        virtual_packages=VirtualPackage.detect(),
    )
    await install(records, target_prefix=prefix, cache_dir=channels / "cache", show_progress=False)
    if from_pip:
        with NamedTemporaryFile("w", suffix=".txt") as requirements:
            requirements.write("\n".join(from_pip))
            requirements.flush()
            pip = [f"{prefix}/bin/python", "-m", "pip", "install", "-U", "-r", requirements.name, "--exists-action=b"]
            subprocess.run(pip, check=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", required=True, type=Path, help="folder of this stand-in, with bin/ and channels/")
    parser.add_argument("--version", action="version", version="conda 24.7.1")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("info").add_argument("--json", action="store_true", required=True)
    config = commands.add_parser("config")
    config.add_argument("--get", choices=["channel_priority"], required=True)
    config.add_argument("--json", action="store_true", required=True)
    clean = commands.add_parser("clean")  # of downloaded archives: a file:// channel leaves none
    clean.add_argument("-y", action="store_true", required=True)
    clean.add_argument("--tarballs", action="store_true", required=True)
    environment = commands.add_parser("env").add_subparsers(required=True).add_parser("create")
    environment.add_argument("--quiet", action="store_true")
    environment.add_argument("--no-default-packages", action="store_true")
    environment.add_argument("--file", type=Path, required=True)
    environment.add_argument("--prefix", type=Path, required=True)
    a = parser.parse_args()
    if a.command == "info":
        print(json.dumps({"conda_prefix": str(a.root), "platform": str(Subdir.current())}))
    elif a.command == "config":
        print(json.dumps({"get": {"channel_priority": "strict"}}))
    elif a.command == "env":
        try:
            asyncio.run(create(a.file, a.prefix.absolute(), a.root / "channels"))
        except Exception as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # py-rattler's threads may still be at work, and abort the interpreter while it is taken down
