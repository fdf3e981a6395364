"""A run in a few words."""

from small_tables import results_of

from plateaus.claims.summary import in_words, laws, settled

CLAIMS = [
    {"number": "1", "verdict": "reproduced"},
    {"number": "2", "verdict": "depends", "choice": "the depth"},
    {"number": "3", "verdict": "reproduced"},
]
LAW = {"depth_rule": "3*n", "slope": -0.7, "exponent": -2.0, "points": 5, "qubits_from": 6, "qubits_to": 10}


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
        "these sizes cannot tell: it takes 4 or more, the largest at least 3 times the smallest": ["c"],
        "is zero": ["d"],
    }


def test_sizes_that_cannot_tell_say_why_and_which_law_is_nearer():
    few = LAW | {"experiment": "a", "source": "exact", "kind": "cannot tell", "qubits_from": 4}
    near = [few | {"slope_residual": 0.1, "exponent_residual": 0.2}, few | {"experiment": "b", "points": 2}]
    (span,) = laws(results_of(diagnosis=[near[0] | {"needed": 18.0, "qubits_to": 12}])).items()
    assert span == (
        "these sizes cannot tell: neither an exponential nor a power is clearly nearer; sizes up to 18 would",
        ["a (nearer to an exponential, −0.700 a qubit, exact)"],
    )
    assert list(laws(results_of(diagnosis=near)).values()) == [
        ["a (nearer to an exponential, −0.700 a qubit, exact)", "b"]
    ]
    power = near[0] | {"slope_residual": 0.3}
    assert list(laws(results_of(diagnosis=[power])).values()) == [["a (nearer to a power, −2.00, exact)"]]


def test_the_depth_of_the_largest_size_that_tells_is_said():
    near = {"experiment": "a", "closeness": "relative", "within": 0.1, "source": "exact"}
    depths = [
        near | {"qubits": 4, "depth_low": 5.0, "depth_high": 5.0},
        near | {"qubits": 6, "depth_low": 8.0, "depth_high": 8.0},
        near | {"qubits": 8, "depth_low": 20.0},
        near | {"qubits": 6, "within": 0.5, "depth_low": 3.0, "depth_high": 3.0},
        near | {"qubits": 8, "source": "sampled", "depth_low": 2.0, "depth_high": 9.0},
    ]
    assert list(settled(results_of(plateau_depths=depths))) == ["a within 10% of its limit after 8 layers (n = 6)"]
