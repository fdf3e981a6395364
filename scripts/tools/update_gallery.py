"""Write the gallery of figures: those with a number, and one of every other kind, made small, with their captions.

Each argument is a configuration and the folder that it was run in. Of figures that several runs have, the first one's
is shown; what a run has not drawn is left out.

Example
-------
python scripts/tools/update_gallery.py --page docs/gallery.md config/paper.yaml=judged config/beyond.yaml=beyond
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # the library stands beside this folder

from plateaus.options import parser, run
from plateaus.plan.figures import Figure, figures
from plateaus.plan.read import read
from plateaus.storage.writing import replacing
from tools.pictures import small

HEAD = """# Gallery

The figures with a number, and one of every other kind that a run draws; `make gallery` makes them and writes this page.
Each is in `results/figures` of its run as PDF, PNG and SVG, with the data in it (CSV) and its caption.
"""


def chosen(runs: Iterable[tuple[Path, Path]]) -> Iterator[tuple[Path, Path, Figure]]:
    """What to show, in the order of the runs: configuration, picture and figure.

    Parameters
    ----------
    runs : iterable of (path, path)
        Configurations, and the folders that they were run in.
    """
    shown: set[str] = set()
    for config, folder in runs:
        for figure in figures(read(config)):
            kind = figure.name if figure.name.startswith("fig") else figure.module
            picture = folder / figure.path("png")
            if kind not in shown and picture.exists():
                shown |= {kind, figure.module}
                yield config, picture, figure


def page(pictures: Iterable[tuple[Path, Path, Figure]], folder: Path) -> str:
    """The gallery as Markdown, with pictures of a folder relative to the page."""
    lines, of = [HEAD], None
    for config, picture, figure in pictures:
        if config != of:
            lines += [f"## {config.as_posix()}", ""]
            of = config
        caption = picture.with_suffix(".rst").read_text(encoding="utf-8").strip()
        label = figure.label[0].upper() + figure.label[1:]
        lines += [f"### {label}", "", f"![{label}]({(folder / picture.name).as_posix()})", "", caption, ""]
    return "\n".join(lines).rstrip() + "\n"


def main() -> None:
    options = parser(__doc__)
    options.add_argument("runs", nargs="+", metavar="CONFIG=FOLDER", help="a configuration and where it was run")
    options.add_argument("--page", type=Path, required=True, help="Markdown file to write")
    a = options.parse_args()
    found = list(chosen((Path(config), Path(folder)) for config, _, folder in (run.partition("=") for run in a.runs)))
    pictures = Path("figures/gallery")
    for _, picture, _ in found:
        made = small(picture)
        with replacing(a.page.parent / pictures / picture.name) as draft:
            draft.write_bytes(made)
    with replacing(a.page) as draft:
        draft.write_text(page(found, pictures), encoding="utf-8")


if __name__ == "__main__":
    run(main)
