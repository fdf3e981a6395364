"""Pinning an environment file."""

import pytest

from tools.pin_environments import pin


def test_pinning_changes_versions_and_nothing_else():
    environment = (
        "# words\ndependencies:\n  - python=3.11\n  - matplotlib-base=3.1 # why\n  - pip:\n      - qulacs==0.6\n"
    )
    pinned = environment.replace("=3.1 ", "=3.11.2 ").replace("==0.6", "==0.6.14")
    assert pin(environment, {"matplotlib": "3.11.2", "qulacs": "0.6.14"}) == pinned
    with pytest.raises(ValueError, match="qulacs is in no lock file"):
        pin(environment, {"matplotlib": "3.11.2"})
