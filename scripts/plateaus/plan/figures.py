"""The catalogue of figures: what each shows, from which tables, and which figure of a paper it answers.

A figure is a module of `plateaus.figures` with `figure(results, experiments, samples)`, and the template of its caption
beside it. To add one, write both and its entry in `KINDS`; rules, the report and the test of all figures follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from plateaus.plan import jobs, tables
from plateaus.plan.experiments import is_the_papers
from plateaus.plan.study import Plan, Study

Wanted = Iterable[tuple[str, tuple[str, ...], str]]
"""Figures of one kind: the name of each, its experiments, and the figure of the paper that it answers."""

ENDINGS = ("pdf", "png", "svg", "csv", "rst")
"""A figure's files: the picture three times, the data in it, and its caption."""


@dataclass(frozen=True)
class Figure:
    """A figure of a plan.

    Attributes
    ----------
    name : str
        Of its files.
    module : str
        Where it is drawn.
    experiments : tuple of str
        What it shows, in the order of drawing.
    tables : tuple of str
        The tables that it reads, where the run has them.
    heading : str
        Where it stands in the report.
    answers : str
        The figure of the paper that it answers; empty for none.
    samples : tuple of str
        Samples that it reads.
    shows : str
        What is drawn, a few words.
    """

    name: str
    module: str
    experiments: tuple[str, ...]
    tables: tuple[str, ...]
    heading: str
    answers: str = ""
    samples: tuple[str, ...] = ()
    shows: str = ""

    def path(self, ending: str) -> str:
        """One of its files."""
        return f"results/figures/{self.name}.{ending}"

    @property
    def modules(self) -> list[str]:
        """What is loaded by name to draw it: its module, and those that declare its tables."""
        return [f"plateaus.figures.{self.module}", *tables.modules(self.tables)]

    @property
    def caption(self) -> str:
        """The template of its caption, a file of ``scripts``."""
        return f"plateaus/figures/{self.module}.rst.j2"

    @property
    def label(self) -> str:
        """What it is called in the report, which sorts by it: its name and what it shows.

        Examples
        --------
        >>> Figure("figS1", "", (), (), "", shows="variance against n").label
        'Figure S1: variance against n'
        >>> Figure("zz_ring_qubits", "", ("zz_ring",), (), "", shows="variance against n").label
        'zz ring: variance against n'
        """
        numbered = self.name.removeprefix("fig")
        if numbered != self.name:
            return f"Figure {numbered}: {self.shows}"
        if len(self.experiments) == 1:
            return f"{self.experiments[0].replace('_', ' ')}: {self.shows}"
        return self.shows


@dataclass(frozen=True)
class Kind:
    """A kind of figure.

    Attributes
    ----------
    module, shows, heading, tables
        As of a `Figure`.
    which : function
        From a plan to the figures of this kind in it.
    samples : bool
        Whether it reads the samples of its experiment.
    """

    module: str
    shows: str
    heading: str
    tables: tuple[str, ...]
    which: Callable[[Plan], Wanted]
    samples: bool = False


PAPER, BEYOND, OWN = "Figures of the paper", "Beyond the paper", "Experiments"
"""Headings of the report that several kinds stand under."""


def _main(name: str, answers: str, enough: Callable[[Study], bool] = lambda study: True) -> Callable[[Plan], Wanted]:
    """A figure of the main experiment, if it has enough to draw; it answers the paper's if it shows the paper's own."""

    def which(plan: Plan) -> Wanted:
        if plan.main and enough(plan.studies[plan.main]):
            yield name, (plan.main,), answers if is_the_papers(plan.studies[plan.main]) else ""

    return which


def _main_exact(name: str) -> Callable[[Plan], Wanted]:
    """A figure of the main experiment's exact curves of several sizes, asked for: then the theory has them."""

    def which(plan: Plan) -> Wanted:
        exact = plan.studies[plan.main].exact if plan.main else None
        if plan.main and exact and exact.asked and len(exact.qubits) > 1:
            yield name, (plan.main,), ""

    return which


def _projector(name: str, answers: str, enough: Callable[[Study], bool]) -> Callable[[Plan], Wanted]:
    """A figure of the experiment with a projector, if it has enough to draw; answers as above but for the objective."""

    def which(plan: Plan) -> Wanted:
        if plan.projector and enough(plan.studies[plan.projector]):
            papers = is_the_papers(plan.studies[plan.projector], objective="projector")
            yield name, (plan.projector,), answers if papers else ""

    return which


def _others(ending: str, enough: Callable[[Study], bool]) -> Callable[[Plan], Wanted]:
    """A figure of every experiment that the paper's figures do not show, if it has enough points to draw."""

    def which(plan: Plan) -> Wanted:
        for name, study in plan.studies.items():
            if name not in (plan.main, plan.projector) and enough(study):
                yield f"{name}_{ending}", (name,), ""

    return which


def _compared(role: str) -> Callable[[Plan], Wanted]:
    """The figure that compares experiments in one respect, where a plan names them."""

    def which(plan: Plan) -> Wanted:
        if role in plan.compared:
            yield f"beyond_{role}", plan.compared[role], ""

    return which


def _trained(plan: Plan) -> Wanted:
    """The figure that compares training from different starts, of those that are trained."""
    trained = set(plan.probed("training"))
    names = tuple(name for name in plan.compared.get("starts", ()) if name in trained)
    if names:
        yield "beyond_training", names, ""


def _probed(kind: str, name: str) -> Callable[[Plan], Wanted]:
    """A figure of every experiment with a kind of probe."""

    def which(plan: Plan) -> Wanted:
        for experiment in plan.probed(kind):
            yield f"beyond_{name}_{experiment}", (experiment,), ""

    return which


_VS_QUBITS = ("experiments", "variance", "exact_variance", "decay_points", "decay_rates", "diagnosis", "exact_methods")
_VS_LAYERS = ("experiments", "variance", "exact_variance", "exact_methods")


def _has_samples(study: Study) -> bool:
    return not study.landed


def _several_sizes(study: Study) -> bool:
    return len(study.qubits) > 1 or bool(study.exact and study.exact.asked and len(study.exact.qubits) > 1)


def _several_depths(study: Study) -> bool:
    return len(study.layers) > 1 or bool(study.exact and study.exact.asked and study.exact.layers > 1)


def _of_the_papers_ansatz(study: Study) -> bool:
    return study.experiment.ansatz.is_papers


KINDS = (
    Kind(
        "concentration",
        "objective and gradient of single circuits",
        PAPER,
        ("experiments", "variance"),
        _main("fig1", "Fig. 1", _has_samples),
        samples=True,
    ),
    Kind("circuit", "one random circuit", PAPER, ("experiments",), _main("fig2", "Fig. 2", _of_the_papers_ansatz)),
    Kind(
        "variance_vs_qubits",
        "variance against the number of qubits",
        PAPER,
        _VS_QUBITS,
        _main("fig3", "Fig. 3", _several_sizes),
    ),
    Kind("variance_vs_layers", "variance against depth", PAPER, _VS_LAYERS, _main("fig4", "Fig. 4", _several_depths)),
    Kind(
        "variance_vs_qubits",
        "variance against the number of qubits",
        PAPER,
        _VS_QUBITS,
        _projector("figS1", "Supplementary Fig. 1", _several_sizes),
    ),
    Kind(
        "variance_vs_layers",
        "variance against depth",
        PAPER,
        _VS_LAYERS,
        _projector("figS2", "Supplementary Fig. 2", _several_depths),
    ),
    Kind(
        "sizes",
        "exact variance at several depths",
        BEYOND,
        ("experiments", "exact_variance", "decay_points", "decay_rates", "diagnosis"),
        _main_exact("fig5"),
    ),
    Kind(
        "plateau_depth",
        "depth needed to come near the limit",
        BEYOND,
        ("experiments", "plateau_depths", "plateau_fits"),
        _main_exact("fig6"),
    ),
    Kind(
        "variance_vs_qubits",
        "variance against the number of qubits",
        OWN,
        _VS_QUBITS,
        _others("qubits", _several_sizes),
    ),
    Kind("variance_vs_layers", "variance against depth", OWN, _VS_LAYERS, _others("layers", _several_depths)),
    Kind(
        "dimension",
        "depth needed, by graph",
        "Dimension",
        ("experiments", "plateau_depths", "depth_growth", "exact_variance", "exact_methods"),
        _compared("dimension"),
    ),
    Kind(
        "costs",
        "variance against the number of qubits, by cost",
        "Local and global costs",
        ("experiments", "variance", "decay_points"),
        _compared("costs"),
    ),
    Kind("starts", "variance, by start", "Starts", ("experiments", "variance"), _compared("starts")),
    Kind("training", "training, by start", "Starts", ("experiments", "training"), _trained),
    Kind(
        "ansatz", "variance, by ansatz", "Ansätze", ("experiments", "variance", "exact_variance"), _compared("ansatz")
    ),
    Kind(
        "noise",
        "variance with noise",
        "Noise",
        ("experiments", "variance", "exact_variance", "trajectories"),
        _compared("noise"),
    ),
    Kind(
        "whole_gradient",
        "variance of every derivative",
        "The whole gradient",
        ("experiments", "gradients"),
        _probed("gradients", "whole_gradient"),
    ),
    Kind(
        "shots",
        "measurements that a gradient takes",
        "Measurements",
        ("experiments", "shots"),
        _probed("shots", "shots"),
    ),
)

BENCHMARK = Figure("benchmark", "benchmark", (), ("benchmark",), "Benchmark", shows="times beside other simulators")
"""Made by the target ``benchmark`` alone."""


def _heading(kind: Kind, answers: str, study: Study) -> str:
    """Where a figure stands in the report: under the paper only if it answers it, or goes on with its experiment."""
    if (kind.heading == PAPER and not answers) or (kind.heading == BEYOND and not is_the_papers(study)):
        return OWN
    return kind.heading


def figures(plan: Plan) -> list[Figure]:
    """The figures that a plan has."""
    return [
        Figure(
            name,
            kind.module,
            experiments,
            kind.tables,
            _heading(kind, answers, plan.studies[experiments[0]]),
            answers,
            tuple(jobs.samples(plan.studies[experiments[0]])) if kind.samples else (),
            kind.shows,
        )
        for kind in KINDS
        for name, experiments, answers in kind.which(plan)
    ]


def shown_first(plan: Plan) -> list[str]:
    """What a reader wants to see first: the paper's figures 3 and 4 where the plan has them, else its first two."""
    drawn = [figure.path("png") for figure in figures(plan)]
    main = [path for path in drawn if path.endswith(("/fig3.png", "/fig4.png"))]
    return main or drawn[:2]
