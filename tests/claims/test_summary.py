"""A run in a few words."""

from small_tables import results_of

from plateaus.claims.summary import in_words, laws

CLAIMS = [
    {"number": "1", "verdict": "reproduced"},
    {"number": "2", "verdict": "depends", "choice": "the depth"},
    {"number": "3", "verdict": "reproduced"},
]
LAW = {"depth_rule": "3*n", "slope": -0.7, "exponent": -2.0}


def test_only_what_a_run_has_is_said():
    results = results_of(
        experiments=[{"experiment": "a", "master_seed": "7"}, {"experiment": "b", "master_seed": "7"}],
        checks=[{"passed": True}, {"passed": False}],
        claims=CLAIMS,
    )
    assert in_words(results) == {
        "experiments": "a, b; master seed 7",
        "checks": "1 of 2 passed",
        "claims": "reproduced: 1, 3; depends on the depth: 2",
    }
    assert list(in_words(results_of(experiments=[{"experiment": "a"}]))) == ["experiments"]


def test_a_variance_is_told_by_the_exact_values_where_they_can_at_the_last_depth_rule():
    def law(experiment, source, kind, **more):
        return LAW | {"experiment": experiment, "source": source, "kind": kind} | more

    results = results_of(
        diagnosis=[
            law("a", "exact", "does not fall"),
            law("a", "sampled", "power", depth_rule="deepest"),
            law("a", "exact", "cannot tell", depth_rule="deepest"),
            law("b", "sampled", "power"),
            law("b", "exact", "exponential"),
            law("c", "sampled", "cannot tell"),
            law("d", "exact", "is zero"),
        ]
    )
    assert laws(results) == {
        "falls as a power of n": ["a (−2.00, sampled, the deepest layer)"],
        "falls exponentially": ["b (−0.700 a qubit, exact, L = 3n)"],
        "these sizes cannot tell": ["c"],
        "is zero": ["d"],
    }
