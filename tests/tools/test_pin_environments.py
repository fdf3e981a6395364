"""Pinning an environment file."""

import pytest

from tools.pin_environments import pin


def test_pinning_changes_versions_and_nothing_else():
    environment = "# words\ndependencies:\n  - python=3.11\n  - seaborn-base=0.1 # why\n  - pip:\n      - qulacs==0.6\n"
    pinned = environment.replace("=0.1 ", "=0.13.2 ").replace("==0.6", "==0.6.14")
    assert pin(environment, {"seaborn": "0.13.2", "qulacs": "0.6.14"}) == pinned
    with pytest.raises(ValueError, match="qulacs is in no lock file"):
        pin(environment, {"seaborn": "0.13.2"})
