"""Laws of the rotation angles: their words, their moments, and the law that narrows with the depth."""

import numpy as np
import pytest
from scipy import stats

from plateaus.ensemble import angles
from plateaus.ensemble.circuits import draw_circuit
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.objectives import parse
from plateaus.ensemble.source import Source


@pytest.mark.parametrize("word", ["uniform:0.0:2.0", "normal:0.3", "small"])
def test_laws_are_what_their_words_say(word):
    assert str(angles.parse(word)) == word


@pytest.mark.parametrize("word", ["uniform:0", "normal", "normal:0", "normal:-1", "normal:nan", "normal:x", "tiny"])
def test_words_that_are_no_law_are_refused(word):
    with pytest.raises(ValueError, match="angles"):
        angles.parse(word)


def test_normal_angles_follow_their_law():
    law = angles.NormalAngles(0.7)
    drawn = law.quantile(np.random.default_rng(1).random(20000))
    assert stats.kstest(drawn, stats.norm(0, 0.7).cdf).pvalue > 1e-3
    for frequency in (0, 1, 2):
        wanted = stats.norm(0, 0.7).expect(lambda x, f=frequency: np.cos(f * x))
        assert law.mean(frequency) == pytest.approx(wanted, abs=1e-9)
    assert np.isfinite(law.quantile(np.array([0.0, 1 - 2.0**-53]))).all()


def test_small_angles_have_the_variance_of_zhang_et_al_at_every_depth():
    """1/(S(L + 2)) for exp(−iθP/2): four times theirs, 1/(4S(L + 2)), for exp(−iθP)."""
    for word, n, strength in (("ZZ", 6, 2), ("random:3:1", 6, 3), ("projector", 6, 6), ("ising", 6, 2)):
        experiment = Experiment(angles=angles.SmallAngles(), objective=parse(word))
        assert experiment.at_depth(10, n).angles == experiment.law(10, n)
        assert -2 * np.log(experiment.law(10, n).mean(1).real) == pytest.approx(1 / (strength * 12))
    assert Experiment().at_depth(10, 6) == Experiment()
    source = Source("t", 1, independent=True, experiment=Experiment(angles=angles.SmallAngles()))
    drawn = [draw_circuit(source, qubits=6, index=i, layers=48).angles for i in range(40)]
    assert np.var(drawn) == pytest.approx(1 / 100, rel=0.05)
