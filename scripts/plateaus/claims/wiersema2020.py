"""A claim of Wiersema, Zhou, de Sereville, Carrasquilla, Kim and Yuen, PRX Quantum 1, 020319 (2020).

It is about the Hamiltonian variational ansatz, whose layers have an angle for each part of a Hamiltonian.
"""

from __future__ import annotations

from plateaus.claims import parts, words
from plateaus.claims.claim import Finding, MissingError, claim, verdict
from plateaus.statistics.laws import CANNOT_TELL, EXPONENTIAL, IS_ZERO
from plateaus.tables.results import Results

ENERGIES = {"hva_ising": "ising", "hva_xxz": "heisenberg"}
"""The energy that the ansatz of each chain is made for."""


@claim(
    "H1",
    "The Hamiltonian variational ansatz has mild or entirely absent barren plateaus",
    where="Wiersema et al. 2020, PRX Quantum 1, 020319",
    criterion="at the deepest layer the diagnosis of the sampled variances of the energy (docs/statistics.md) is a "
    "power of n or that they do not fall",
    choice="which chain: the transverse-field Ising or the Heisenberg chain",
)
def the_hamiltonian_variational_ansatz_is_spared(results: Results) -> Finding:
    found, readings = [], []
    for word, energy in ENERGIES.items():
        for name, objective in parts.of_ansatz(results, word, exact=False).items():
            rows = results.of("diagnosis", name)
            rows = rows[(rows["depth_rule"] == "deepest") & (rows["source"] == "sampled")]
            if objective != energy or rows.empty:
                continue
            law = rows.iloc[0]
            readings.append(None if law["kind"] in (CANNOT_TELL, IS_ZERO) else law["kind"] != EXPONENTIAL)
            exponent = words.interval(law["exponent"], law["exponent_low"], law["exponent_high"], 2)
            found.append(
                f"{energy}: {law['kind']} over {words.sizes(law)}, slope "
                f"{words.interval(law['slope'], law['slope_low'], law['slope_high'])} a qubit, as a power {exponent}"
            )
    if not found:
        raise MissingError("this run has no energy of a Hamiltonian variational ansatz")
    return Finding(
        "; ".join(found),
        verdict(*readings),
        remark="chains are open here, the XXZ chain begins in a Néel state, and the energies are not divided by n",
    )
