"""Words for noise."""

import pytest

from plateaus.ensemble.experiment import Experiment


@pytest.mark.parametrize(
    "text", ["depolarising:0.1", "depolarizing", "depolarizing:0", "depolarizing:0.8", "depolarizing:x"]
)
def test_other_noise_is_refused(text):
    with pytest.raises(ValueError, match=r"allowed are none and depolarizing:P"):
        Experiment.from_words({"noise": text})
