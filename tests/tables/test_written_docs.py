"""Documentation that follows from declarations is what stands in the files."""

import re

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


def test_a_key_is_required_or_says_what_there_is_without_it():
    page = write_docs.keys_page()
    ends = {line.split("`")[1]: line.rsplit(" | ", 1)[1] for line in page.splitlines()[2:]}
    required = {key.removeprefix("experiments.NAME.") for key, end in ends.items() if end == "required |"}
    assert {"master_seed", "experiments", "title", "probes.shots.qubits", "probes.shots.circuits"} < required
    assert ends["experiments.NAME.objective"] == "`ZZ` |"
    assert ends["experiments.NAME.angles"] == "`{low: 0, high: 2}` |"
    assert ends["experiments.NAME.depth_rules"] == "`[deepest]` |"
    assert ends["experiments.NAME.probes.gradients.circuits_per_job"] == "`250` |"


def test_every_documented_run_of_another_configuration_is_in_a_folder_of_its_own():
    """Or the default one, run next, would be refused there."""
    pages = [*write_docs.ROOT.glob("*.md"), *write_docs.ROOT.glob("*/*.md"), *write_docs.ROOT.glob("workflow/*/*/*.sh")]
    pages = [
        page for page in pages if not any(part.startswith(".") for part in page.relative_to(write_docs.ROOT).parts)
    ]
    runs = 0
    for page in pages:
        text = page.read_text(encoding="utf-8").replace("\\\n#", "").replace("\\\n", "")
        for command in re.findall(r"(?:make|snakemake|job\.sh) [^`\n]*", text):
            other = re.search(r"CONFIG=|--configfile [^`]|--config master_seed", command)
            if other and not command.startswith("make cost"):
                assert re.search(r"DIRECTORY=|--directory ", command), f"{page.name}: {command}"
                runs += 1
    assert runs > 8
