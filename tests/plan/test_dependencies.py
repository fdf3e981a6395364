"""What a job depends on: the code that it runs, down to no comment, and the packages of its environment."""

import re
import shutil
from importlib.metadata import version
from pathlib import Path

import pytest

from plateaus.plan import dependencies
from plateaus.plan.dependencies import absent, installed, pins

ROOT = Path(__file__).parents[2]
USED = ("simulate", "analyse", "figures")
#: What parsing gave of a file with some content: the test of what is kept counts how often it is asked for.
PARSED: dict[tuple[str, bytes], dependencies.Module] = {}


@pytest.fixture
def scripts(tmp_path):
    """A copy of the programs and the library, to edit."""
    return Path(shutil.copytree(ROOT / "scripts", tmp_path / "scripts", ignore=shutil.ignore_patterns("__pycache__")))


def code_digest(*arguments):
    """The digest of files as they are now."""
    for function in vars(dependencies).values():
        if hasattr(function, "cache_clear"):
            function.cache_clear()
    return dependencies.code_digest(arguments[0], *map(tuple, arguments[1:]))


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_digest_follows_the_code_a_program_uses(scripts):
    program = scripts / "simulate.py"
    before = code_digest(program)
    assert re.fullmatch("[0-9a-f]{16}", before)
    assert before == code_digest(ROOT / "scripts/simulate.py"), "the folder is no part of it"
    edit(scripts / "plateaus/statistics/moments.py", "import numpy as np", "import numpy as np\n\nUNUSED = 1")
    assert code_digest(program) == before, "the simulator does not import the statistics"
    edit(scripts / "plateaus/ensemble/lattices.py", "(qubits - 1, 0)", "(qubits - 2, 0)")
    changed = code_digest(program)
    assert changed != before, "it does import the lattices, through the experiment"
    edit(program, "default=0", "default=1")
    assert code_digest(program) not in (before, changed)


def test_comments_docstrings_and_layout_are_no_change(scripts):
    before = code_digest(scripts / "simulate.py")
    edit(scripts / "plateaus/ensemble/lattices.py", '"""Which', '"""About which')
    circuits = scripts / "plateaus/ensemble/circuits.py"
    edit(circuits, "return self.axes.shape[0]", "return self.axes.shape[  0  ]  # layers")
    assert code_digest(scripts / "simulate.py") == before


def test_what_is_loaded_by_name_or_read_besides_counts_too(scripts):
    program, caption = scripts / "simulate.py", scripts / "plateaus/figures/noise.rst.j2"
    alone = code_digest(program)
    modules = ["plateaus.statistics.moments"]
    with_module, with_caption = code_digest(program, modules), code_digest(program, modules, [caption])
    assert len({alone, with_module, with_caption}) == 3
    edit(scripts / "plateaus/statistics/moments.py", "import numpy as np", "import numpy as np\n\nUNUSED = 1")
    caption.write_text(caption.read_text(encoding="utf-8") + "More.\n", encoding="utf-8")
    assert code_digest(program) == alone
    assert code_digest(program, modules) != with_module
    assert code_digest(program, [], [caption]) not in (alone, with_caption)


@pytest.mark.parametrize("kept", ["", "{}", "[1]", '{"state": 1, "modules": {}}'])
def test_what_parsing_found_of_a_file_is_kept_until_it_changes(scripts, tmp_path, monkeypatch, kept):
    monkeypatch.chdir(tmp_path)
    program, parsed = scripts / "simulate.py", []
    parse = dependencies._parsed

    def counted(file, source, files):
        parsed.append(file)
        if (file, source) not in PARSED:
            PARSED[file, source] = parse(file, source, files)
        return PARSED[file, source]

    monkeypatch.setattr(dependencies, "_parsed", counted)
    dependencies.KEPT.parent.mkdir()
    dependencies.KEPT.write_text(kept, encoding="utf-8")
    before = code_digest(program)
    assert len(parsed) > 100, "nothing that can be used was kept"
    parsed.clear()
    assert (code_digest(program), parsed) == (before, [])
    edit(scripts / "plateaus/ensemble/lattices.py", "(qubits - 1, 0)", "(qubits - 2, 0)")
    assert code_digest(program) != before
    assert parsed == ["plateaus/ensemble/lattices.py"]
    (scripts / "plateaus/ensemble/nonsense.py").touch()  # what an import means depends on which files there are
    parsed.clear()
    code_digest(program)
    assert len(parsed) > 100


def test_pins_and_installed_versions_agree():
    for environment in (ROOT / "envs").glob("*.yaml"):
        pinned = {name: number for name, number in pins(environment).items() if name not in ("python", "pip")}
        assert "numpy" in pinned
        if environment.stem in USED:
            assert {name: installed(name).split("+")[0] for name in pinned} == pinned
    assert installed("no-such-package") == "none"
    assert installed("numpy") == version("numpy")


def test_packages_that_this_python_lacks_are_named(tmp_path):
    assert absent(ROOT / "envs", USED) == []
    pinned = "dependencies:\n  - python=3.11\n  - numpy=2\n  - no-such-package=1\n  - pip:\n      - nor-this==2\n"
    (tmp_path / "made.yaml").write_text(pinned)
    assert absent(tmp_path, ["made"]) == ["no-such-package", "nor-this"]
