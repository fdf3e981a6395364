"""What a sample comes from: an experiment, its name, the master seed, and how circuits of several depths are drawn.

A `Source` with a size and a circuit's number is the identity of a circuit: from it, and from nothing else, come its
random numbers. As words it goes on command lines and into the metadata of results, and comes back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.own_circuits import OwnCircuits

DEPTHS = ("nested", "independent")


@dataclass(frozen=True)
class Source:
    """An experiment that circuits are drawn from.

    Attributes
    ----------
    name : str
        The experiment's name; two of different names draw different circuits even of the same ensemble.
    master_seed : int
        The one seed of a configuration, ≥ 0.
    independent : bool
        Whether circuits of different depths are drawn independently, or each is the beginning of the deeper one.
    experiment : Experiment
    """

    name: str = "paper"
    master_seed: int = 0
    independent: bool = False
    experiment: Experiment = field(default_factory=Experiment)

    def with_circuits(self, circuits: Iterable[OwnCircuits]) -> Source:
        """The same with what was read of the user's file that its ansatz names."""
        known = tuple(circuits)
        if not known:
            return self
        ansatz = replace(self.experiment.ansatz, circuits=known)
        return replace(self, experiment=replace(self.experiment, ansatz=ansatz))

    def words(self) -> dict[str, str]:
        """All of it as text. `from_words` is the inverse."""
        return {
            "experiment": self.name,
            "master_seed": str(self.master_seed),
            "depths": DEPTHS[self.independent],
            **self.experiment.words(),
        }

    @classmethod
    def from_words(cls, words: Mapping[str, str]) -> Source:
        """The source that `words` describe; other words are passed over, those left out take the default.

        Raises
        ------
        ValueError
            A word is not allowed.

        Examples
        --------
        >>> Source.from_words(Source(name="ring").words()) == Source(name="ring")
        True
        """
        known = {key: words[key] for key in Experiment().words() if key in words}
        words = cls().words() | dict(words)
        if words["depths"] not in DEPTHS:
            raise ValueError(f"depths {words['depths']!r}: allowed are {', '.join(DEPTHS)}")
        return cls(
            name=words["experiment"],
            master_seed=int(words["master_seed"]),
            independent=words["depths"] == "independent",
            experiment=Experiment.from_words(known),
        )
