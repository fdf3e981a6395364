"""The built site: every link arrives, nothing is loaded from elsewhere, every module and every page is there."""

import inspect
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest
from built_wheel import ROOT, run

from plateaus import api

BIN = ROOT / ".venv/site/bin"
LOADED = {"script": "src", "img": "src", "link": "href", "iframe": "src"}


class Page(HTMLParser):
    """What a page links to, what it loads, the places in it that can be linked to, its words."""

    def __init__(self, text):
        super().__init__()
        self.links, self.loaded, self.places, self.words = set(), set(), {""}, ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        values = {key: value for key, value in attrs if value}
        self.places |= {values[key] for key in ("id", "name") if key in values}
        if tag == "a" and "href" in values:
            self.links.add(values["href"])
        elif tag in LOADED and LOADED[tag] in values and values.get("rel") != "canonical":
            self.loaded.add(values[LOADED[tag]])

    def handle_data(self, data):
        self.words += data


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder of the site and its pages by their path there. Its build ends with an error at a dead link."""
    folder = tmp_path_factory.mktemp("site")
    run(BIN / "python", "scripts/tools/build_site.py", "--site", folder, cwd=ROOT)
    pages = {path.relative_to(folder): Page(path.read_text(encoding="utf-8")) for path in folder.rglob("*.html")}
    return folder, {path: page for path, page in pages.items() if path.name != "404.html"}


def test_every_link_arrives(site):
    folder, pages = site
    known = {folder / path: page.places for path, page in pages.items()}
    dead = []
    for path, page in pages.items():
        for link in page.links | page.loaded:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (folder / path.parent / unquote(parts.path)).resolve() if parts.path else folder / path
            if not target.is_file() or unquote(parts.fragment) not in known.get(target, {"", parts.fragment}):
                dead.append(f"{path}: {link}")
    assert len(pages) > 30
    assert dead == []


def test_nothing_is_loaded_from_elsewhere(site):
    _, pages = site
    assert [link for page in pages.values() for link in page.loaded if urlsplit(link).netloc] == []


def test_pages_of_the_library_have_all_of_it(site):
    _, pages = site
    places = {place for page in pages.values() for place in page.places}
    modules = [path for path in (ROOT / "scripts/plateaus").glob("*/**/*.py") if path.name != "__init__.py"]
    names = {".".join(path.relative_to(ROOT / "scripts").with_suffix("").parts) for path in modules}
    assert names <= places
    functions = [name for name, value in vars(api).items() if inspect.getmodule(value) is api and name[0] != "_"]
    assert {f"plateaus.api.{name}" for name in functions} <= places
    assert len(functions) == 7


def test_every_page_of_the_checkout_is_there(site):
    _, pages = site
    for page in [
        ROOT / "README.md",
        *(ROOT / "docs").glob("*.md"),
        ROOT / "config/README.md",
        *(ROOT / "docs").glob("*.ipynb"),
    ]:
        path = page.relative_to(ROOT)
        assert path.with_name("index.html" if page.name == "README.md" else f"{page.stem}.html") in pages, page


def test_lists_are_lists(site):
    """Markdown of a forge begins one without a blank line before it; that of the site takes it for a sentence."""
    _, pages = site
    assert [path for path, page in pages.items() if "\n* " in page.words or "\n1. " in page.words] == []
