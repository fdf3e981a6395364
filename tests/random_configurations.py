"""Configurations drawn at random: of every key and word there is, small enough to run, valid unless their parts clash.

What is drawn from is what configurations are read by: the schema, the vocabularies and the kinds of probe, so that a
new word is drawn as soon as it is one. `random` is a ``random.Random``, or hypothesis' own, which can shrink.
"""

import copy
from datetime import date

import landed_folder

from plateaus.engines.registry import AUTO, ENGINES, PRECISIONS
from plateaus.ensemble import lattices
from plateaus.ensemble.ansatz import PRESETS, ROTATIONS, VOCABULARY
from plateaus.ensemble.depths import depth_at
from plateaus.ensemble.entanglers import ENTANGLERS, GATES
from plateaus.ensemble.experiment import AXES, INITIAL_STATES, Experiment
from plateaus.ensemble.objectives import SUMS
from plateaus.ensemble.patterns import GRAPH, PATTERNS
from plateaus.plan.study import COMPARISONS
from plateaus.probes.registry import KINDS
from plateaus.theory.curve import CHOICES

TITLES = (
    "Z₁Z₂ on a chain",
    "$\\theta_{1,1}$ in {0, π}, 50 % of '*n*'",
    "--output -x {experiment} {{title}} {% raw %}",
    '"quoted", with a comma; `code` _under_ *star* |bar|',
    "a\\b <b>&amp;</b> #1 ~ ^ [1]_ :math:`x`::",
    " blank in front and behind ",
    "1e3",
    ".. note:: note ∂E",
)
JUNK: tuple[object, ...] = (
    *(None, True, -1, 0, 1, 2, 3, 7, 1.5, 10**30, 10**400, float("nan"), float("inf"), "", " ", "nan", "1e400", "-1"),
    *([], [3, 2], [2, 2], ["a"], [[1, 2]], {}, {"from": 1}, {"from": 5, "to": 2}, {"from": 2, "to": 6, "step": 9}),
    *({"low": 1, "high": 1}, {"layer": 2, "qubit": 2}, {"4": 20}, {1: {2: 3}}, b"bytes", date(2018, 3, 27), "deepest"),
)
"""What somebody may write where something else is meant."""
ODD_WORDS = {
    "start": ("identity:0", "perturbed:1:inf", "perturbed:1:nan", "pretrained:1:1:inf", "pretrained:1:1:nan"),
    "noise": ("depolarizing:nan", "depolarizing:inf", "depolarizing:0", "depolarizing:1e-300", "depolarizing: 0.1"),
    "objective": ("random:9:1", "IIIIIIIIZ", "II", "random:01:1", "random:2:999999999999999999"),
    "angles": ({"sigma": 0}, {"sigma": 1e-300}, {"low": 0, "high": 1e-300}, {"low": 0}, {"low": 1, "sigma": 1}),
    "connectivity": ({"edges": [[1, 1]]}, {"edges": [[1, 3]]}, {"edges": [[1, 2], [2, 1]]}, "edges:1-2"),
    "parameter": (
        *({"layer": 1, "qubit": 9}, {"layer": 99, "qubit": 1}, {"layer": "last", "qubit": 1}),
        *({"layer": "first", "qubit": 1}, {"layer": 1, "qubit": 1, "step": 9}),
    ),
    "ansatz": ({"layer": ["cx@linear"]}, {"layer": ["XX"]}, {"layer": ["Y"], "closing": 9}, {"name": "mcclean:Y"}),
    "depth_rules": (["0*n"], ["99*n"], [1, "1"], ["1*n", "1.0*n"], [10**30], ["0.0001*n"], ["9" * 400 + "*n"]),
}
"""The same for some keys: what only nearly fits."""


def configuration(random, *, experiments=3):
    """A configuration of at most so many experiments."""
    number = random.randint(1, experiments)
    found = {f"e{place}": experiment(random) for place in range(number)}
    config = {"master_seed": random.randint(0, 10**6), "experiments": found}
    figures = {}
    sampled = [name for name, entry in found.items() if "circuits" in entry]
    nested = [name for name in sampled if found[name].get("depths") != "independent"]
    for role in ("main", "projector"):
        if nested and random.random() < 0.5:
            figures[role] = random.choice(nested)
    if "main" in figures and random.random() < 0.5:
        figures["depth_rule"] = random.choice(found[figures["main"]].get("depth_rules", ["deepest"]))
    for role in COMPARISONS:
        names = list(found) if role == "dimension" else sampled
        if len(names) > 1 and random.random() < 0.5:
            figures[role] = random.sample(names, random.randint(2, len(names)))
    if figures or random.random() < 0.5:
        config["figures"] = figures
    if random.random() < 0.3 and all("ansatz" not in entry for entry in found.values()):
        config["engine"] = by_size(random, [*ENGINES, AUTO])
    elif random.random() < 0.3:
        config["engine"] = AUTO
    if random.random() < 0.2 and all("ansatz" not in entry for entry in found.values()):
        config |= {"engine": "numba", "precision": by_size(random, list(PRECISIONS))}
    if random.random() < 0.2:
        config["land_in"] = random.choice(["landed", "../a folder", "deep/er"])
    if random.random() < 0.1:
        config |= {"master_seed": landed_folder.SEED, "landed": landed_folder.folder()}
        config["experiments"] = {"e0": landed_folder.entry(random)}
        config["figures"] = {role: "e0" for role in ("main", "projector") if random.random() < 0.5}
    if random.random() < 0.2:
        config["benchmark"] = {"qubits": [2, 4], "seconds": 0, "native": "a {folder}"}
    return config


def experiment(random):
    """The entry of one experiment."""
    graph = random.choice([*lattices.FAMILIES, "edges"])
    if graph == "edges":
        graph, sizes = edges(random)
    else:
        sizes = [n for n in range(2, 7) if has(graph, n)] or [lattices.nearest_size(graph, 6)]
    qubits = sorted(random.sample(sizes, random.randint(1, min(3, len(sizes)))))
    start, layers = start_and_layers(random)
    independent = start != "random" or random.random() < 0.3
    entry = {"title": random.choice(TITLES), "connectivity": graph, "qubits": series(random, qubits), "layers": layers}
    entry["circuits"] = circuits = random.choice([20, 24, 60])
    per_job = random.choice([circuits // 2, circuits, 100])
    if random.random() < 0.3:
        entry["circuits"] = {str(qubits[0]): circuits, str(qubits[-1]): circuits}
        entry["circuits_per_job"] = {"30": per_job}
    elif random.random() < 0.3:
        entry["circuits_per_job"] = per_job
    words = {
        "objective": objective(random, qubits[0]),
        "axes": random.choice(list(AXES)),
        "initial_state": random.choice([state for state in INITIAL_STATES if state not in ("neel", "plus")]),
        "entangler": random.choice(list(ENTANGLERS)),
        "angles": angles(random, independent),
        "parameter": {"layer": random.randint(1, first(layers)), "qubit": random.randint(1, qubits[0])},
        "noise": random.choice(["none", f"depolarizing:{random.choice([0.01, 0.1, 0.75])}"]),
        "exact": exact(random, graph, qubits, layers),
        "depth_rules": depth_rules(random, qubits, layers),
    }
    # most of them as the paper has it: two at once that are unusual hide each other
    entry |= {key: word for key, word in words.items() if random.random() < 0.35}
    if start != "random" or random.random() < 0.2:
        entry["start"] = start
    if independent or random.random() < 0.3:
        entry["depths"] = "independent" if independent else "nested"
    if random.random() < 0.3:
        return with_ansatz(random, entry, independent)
    if random.random() < 0.4:
        entry["probes"] = probes(random, entry, qubits)
    elif random.random() < 0.2:
        return without_samples(entry, qubits)
    return entry


def without_samples(entry, qubits):
    """The same with exact curves alone."""
    entry = {
        key: word for key, word in entry.items() if key not in ("qubits", "layers", "circuits", "circuits_per_job")
    }
    exact = entry.get("exact", "none")
    return entry | {"exact": {"qubits": qubits, "layers": 12} | (exact if exact != "none" else {})}


def with_ansatz(random, entry, independent):
    """The same with another ansatz than the paper's, without the keys that it has not."""
    entry = {key: word for key, word in entry.items() if key not in ("entangler", "axes", "start", "noise")}
    if random.random() < 0.3:
        steps = [random.choice(list(ROTATIONS)), f"{random.choice(list(GATES))}@{random.choice([*PATTERNS, GRAPH])}"]
        steps[0] += "@linear" if len(steps[0]) == 2 else ""
        entry["ansatz"] = {"layer": steps}
        if random.random() < 0.5:
            entry["ansatz"] |= {"opening": ["Y"], "closing": random.choice([0, 1])}
    else:
        names = [name for name in PRESETS if PRESETS[name].words]
        options = [{"name": name, PRESETS[name].option: option} for name in names for option in PRESETS[name].options]
        name = random.choice(names)
        entry["ansatz"] = random.choice([name, {"name": name}, {"name": name}, *([random.choice(options)] * 3)])
    ansatz = VOCABULARY.parse(VOCABULARY.word(entry["ansatz"]))
    if not ansatz.uses(GRAPH) and not isinstance(entry["connectivity"], dict):
        del entry["connectivity"]
    if random.random() < 0.3 and not ansatz.is_papers:
        entry["initial_state"] = random.choice(["neel", "plus"])
    if "parameter" in entry and random.random() < 0.5:
        entry["parameter"]["step"] = ansatz.differentiated
    if independent and random.random() < 0.3:
        entry["parameter"] = {"layer": "last", "qubit": 1}
    return entry


def by_size(random, words):
    """One of some words for all sizes, or one up to 4 qubits and one above."""
    return random.choice([random.choice(words), {4: random.choice(words), 30: random.choice(words)}])


def series(random, values):
    """Increasing numbers one by one or, some of those at equal distances, as {from, to, step}."""
    step = values[-1] - values[-2] if len(values) > 1 else 1
    if values != list(range(values[0], values[-1] + 1, step)) or random.random() < 0.6:
        return values
    return {"from": values[0], "to": values[-1]} | ({"step": step} if step > 1 or random.random() < 0.5 else {})


def has(graph, qubits):
    """Whether there is a lattice of this size."""
    try:
        return bool(lattices.edges(graph, qubits))
    except ValueError:
        return False


def edges(random):
    """A graph by its edges, and its only size: some tree and more, or pairs that nothing joins."""
    qubits = random.choice([2, 3, 4, 6])
    pairs = [[random.randint(1, second - 1), second] for second in range(2, qubits + 1)]
    if qubits % 2 == 0 and random.random() < 0.3:
        pairs = [[first, first + 1] for first in range(1, qubits, 2)]
    if [1, qubits] not in pairs and random.random() < 0.5:
        pairs.append([1, qubits])
    return {"edges": pairs}, [qubits]


def start_and_layers(random):
    """A start, and depths that it has."""
    start = random.choice(["random", "random", "identity", "perturbed", "pretrained"])
    if start == "random":
        if random.random() < 0.3:
            low = random.randint(1, 2)
            high = random.choice([low, 4, 12])
            return start, {"from": low, "to": high, "step": random.randint(1, 3)}
        return start, sorted(random.sample(range(1, 13), random.randint(1, 4)))
    if start == "pretrained":
        trained = random.randint(1, 3)
        word = f"pretrained:{trained}:{random.randint(1, 3)}:{random.choice([0.1, 1])}"
        return word, [trained + added for added in sorted(random.sample([2, 4, 6], random.randint(1, 2)))]
    blocks = random.randint(1, 2)
    word = f"identity:{blocks}" if start == "identity" else f"perturbed:{blocks}:{random.choice([0.01, 1])}"
    return word, [2 * blocks * times for times in sorted(random.sample([1, 2, 3], random.randint(1, 2)))]


def recorded(layers):
    """The depths that an entry means."""
    if isinstance(layers, dict):
        return list(range(layers["from"], layers["to"] + 1, layers.get("step", 1)))
    return layers


def first(layers):
    """The least of them."""
    return recorded(layers)[0]


def objective(random, qubits):
    """An objective that fits on so many qubits."""
    letters = "".join(random.choice("IXYZ") for _ in range(random.randint(1, qubits)))
    string = letters if set(letters) != {"I"} else "Z"
    return random.choice(
        ["projector", "maxcut", *SUMS, string, string, f"random:{random.randint(1, qubits)}:{random.randint(0, 9)}"]
    )


def angles(random, independent):
    """A law of angles."""
    low = random.choice([-1.0, -0.25, 0, 0.5])
    laws = [{"low": low, "high": low + random.choice([0.5, 1, 2])}, {"low": -0.3, "high": 0.3}]
    laws += [{"sigma": random.choice([0.1, 1, 4])}]
    return random.choice([*laws, "small"] if independent else laws)


def exact(random, graph, qubits, layers):
    """What to compute exactly: the sampled grid or more, or nothing."""
    entry = {}
    if random.random() < 0.5:
        larger = [n for n in (7, 8, 10) if isinstance(graph, str) and has(graph, n)]
        sizes = {*qubits, *random.sample(larger, random.randint(0, len(larger)))}
        entry["qubits"] = series(random, sorted(sizes))
    if random.random() < 0.5:
        entry["layers"] = recorded(layers)[-1] + random.choice([0, 1, 40])
    if random.random() < 0.3:
        entry["tolerance"] = random.choice([1e-3, 1e-8])
    if random.random() < 0.2:
        entry["method"] = random.choice(CHOICES)
    if random.random() < 0.1:
        entry["relative_error"] = 0.1
    return random.choice(["none", entry, entry])


def depth_rules(random, qubits, layers):
    """Rules that pick a recorded depth at every size."""
    depths = recorded(layers)
    rules = ["deepest", "1*n", "1.5*n", "2*n", "log2(n)", *map(str, depths), *depths]
    good = [rule for rule in rules if all(depth_at(str(rule), n, depths[-1]) in depths for n in qubits)]
    chosen = random.sample(good, random.randint(1, min(3, len(good))))
    return list({str(rule): rule for rule in chosen}.values())


def probes(random, entry, qubits):
    """Probes of the kinds that an experiment may have."""
    words = {key: entry[key] for key in ("objective", "noise", "start") if key in entry}
    known = Experiment.from_words(words)
    found = {}
    for name, kind in KINDS.items():
        if kind.refusal(known) is None and random.random() < 0.6:
            probe = {"qubits": series(random, qubits[:2]), "circuits": 20}
            if random.random() < 0.3:
                probe["circuits_per_job"] = random.choice([10, 20])
            if kind.depth:
                probe["depth"] = random.choice([recorded(entry["layers"])[-1], "deepest"])
            for key, rule in kind.keys.items():
                if key in kind.required or random.random() < 0.5:
                    probe[key] = value(random, rule)
            found[name] = probe
    return found


def value(random, rule):
    """A small value that fits a JSON schema."""
    if rule["type"] == "array":
        return sorted({value(random, rule["items"]) for _ in range(random.randint(1, 3))})
    if rule["type"] == "number":
        return random.choice([0.01, 0.1, 1])
    least, step = rule["minimum"], rule.get("multipleOf", 1)
    return least + step * random.choice([0, 1, 2, 10])


def spoilt(random, config):
    """A configuration in which one value is another one, gone, or joined by one that is unknown."""
    config = copy.deepcopy(config)
    places = [(config, key) for key in config]
    for place, key in places:  # it grows
        below = place[key]
        if isinstance(below, dict | list):
            places += [(below, key) for key in (below if isinstance(below, dict) else range(len(below)))]
    place, key = random.choice(places)
    how = random.choice(["another", "another", "another", "gone", "more"])
    if how == "gone":
        del place[key]
    elif how == "more" and isinstance(place, dict):
        place[random.choice(["more", "n*", 5, True, None])] = place[key]
    else:
        place[key] = random.choice(ODD_WORDS[key] if key in ODD_WORDS and random.random() < 0.7 else JUNK)
    return config
