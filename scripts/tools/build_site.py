"""Build the site of the documentation: the Markdown of this checkout, its notebook, and pages of the library's modules.

Pages stand in the site where they stand in the checkout, so that links between them are those that a reader of the
files follows; what they link to besides, such as a program or a picture, goes along. A dead link, a page that the
menu lacks or one that it has too many ends the build. Runs in an environment of its own: make site.

Example
-------
.venv/site/bin/python scripts/tools/build_site.py
"""

from __future__ import annotations

import argparse
import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = ("*.md", "docs/*.md", "config/*.md", "results/*.md", "reference/*/*.md")
LINK = re.compile(r'\]\(([^)#\s]+)[^)]*\)|(?:src|href)="([^"#]+)')
"""Links and pictures of Markdown, and of HTML in it."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--site", type=Path, default=ROOT / "build/site", help="folder to write (build/site)")
    site = options.parse_args().site.resolve()
    stage(ROOT, ROOT / "build/pages")
    build = ("-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(site))
    sys.exit(subprocess.run([sys.executable, *build], cwd=ROOT, check=False).returncode)


def stage(root: Path, folder: Path) -> None:
    """Write everything that the site is built from into a folder.

    Parameters
    ----------
    root, folder : path
        The checkout; the folder, which is made anew.
    """
    shutil.rmtree(folder, ignore_errors=True)
    pages = [page for pattern in PAGES for page in sorted(root.glob(pattern))]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for linked in links(page, text):
            if linked.is_file() and linked.is_relative_to(root) and linked not in pages:
                _copy(linked, root, folder)
        _write(folder / page.relative_to(root), re.sub(r"(?<=\w)\.ipynb\)", ".md)", text))
    for notebook in sorted(root.glob("docs/*.ipynb")):
        _convert(notebook, folder / notebook.relative_to(root).parent)
    for name, text in module_pages(root / "scripts/plateaus"):
        _write(folder / f"api/{name}.md", text)
    _copy(root / "docs/site.css", root / "docs", folder)


def links(page: Path, text: str) -> Iterator[Path]:
    """Files that a page links to, of this checkout or none at all."""
    for match in LINK.finditer(text):
        target = match[1] or match[2]
        if "://" not in target:
            yield (page.parent / target).resolve()


def module_pages(library: Path) -> Iterator[tuple[str, str]]:
    """A page for the public face of the library and one for every room: its name, and its Markdown for mkdocstrings."""
    options = '{show_root_heading: false, show_root_toc_entry: false, filters: ["!^[A-Z_]"]}'
    yield "api", f"# plateaus.api\n\n::: plateaus.api\n    options: {options}\n"
    for room in sorted(path for path in library.iterdir() if (path / "__init__.py").exists()):
        lines = [f"# plateaus.{room.name}", "", _docstring(room / "__init__.py"), ""]
        for module in sorted(room.rglob("*.py")):
            if module.name != "__init__.py":
                lines += [f"::: {'.'.join(module.relative_to(library.parent).with_suffix('').parts)}", ""]
        yield room.name, "\n".join(lines)


def _docstring(module: Path) -> str:
    return ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""


def _convert(notebook: Path, folder: Path) -> None:
    """A notebook as Markdown, its pictures beside it."""
    from nbconvert import MarkdownExporter

    resources = {"output_files_dir": f"{notebook.stem}_files"}
    text, made = MarkdownExporter().from_filename(str(notebook), resources=resources)
    text = re.sub(r"<style scoped>.*?</style>\n*", "", text, flags=re.DOTALL)  # tables look like those of other pages
    text = text.replace('<table border="1" class="dataframe">', "<table>")
    head, _, body = text.partition("\n\n")
    _write(folder / f"{notebook.stem}.md", f'{head}\n\n<div class="notebook" markdown>\n\n{body}\n\n</div>\n')
    for name, data in made["outputs"].items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _copy(path: Path, root: Path, folder: Path) -> None:
    target = folder / path.relative_to(root)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)


if __name__ == "__main__":
    main()
