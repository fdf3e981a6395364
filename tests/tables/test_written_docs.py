"""Documentation that follows from declarations is what stands in the files."""

from plateaus.plan.schema import schema
from plateaus.plan.tables import TABLES
from plateaus.tables import variance
from tools import write_docs


def test_every_file_is_as_it_would_be_written():
    for path, text in write_docs.documents().items():
        assert path.read_text(encoding="utf-8") == text, f"{path}: write it with python scripts/tools/write_docs.py"


def test_every_table_of_the_report_has_a_caption_and_no_other_file_is_left():
    captions = {path.stem for path in write_docs.documents() if path.suffix == ".rst"}
    assert {table.name for table in TABLES if table.title} | {"claims", "benchmark"} == captions
    found = {path.stem for path in (write_docs.ROOT / "workflow/report").glob("*.rst")}
    assert found - {"workflow"} == captions


def test_every_column_is_explained():
    page = write_docs.columns_page()
    section = page.partition("### tables/variance.csv\n")[2].partition("\n### ")[0]
    assert all(f"| `{c.name}` | {c.type} | {c.unit} | {c.meaning} |" in section for c in variance.COLUMNS)
    for name in ("claims", "experiments", "benchmark"):
        assert f"### tables/{name}.csv" in page


def test_the_readme_explains_every_key_in_the_schemas_words():
    readme = (write_docs.ROOT / "config/README.md").read_text(encoding="utf-8")
    keys = dict(write_docs.keys_of(schema(), schema()))
    assert len(keys) > 20
    for key, description in keys.items():
        words = description.replace("|", "\\|")
        assert f"| `{key}` | {words} |" in readme
