"""The simulators that people would reach for, each used as its own documentation recommends, for ``make benchmark``.

One module a simulator. It has

* ``gradient(circuit, threads) -> float``: ∂E = dE/dθ of E = ⟨Z₁Z₂⟩ after the last layer, θ the circuit's first angle;
* ``prepare(circuit, threads)``: a function without arguments that returns the same number in the fastest way known, its
  circuits built, translated and merged beforehand, so that a call is simulation alone;
* ``sweep(circuit, layers, threads) -> ndarray`` where it can read E on the way: ∂E after each of the increasing
  `layers`, the last of which is the circuit's;

and gets a circuit of the paper's ensemble as arrays (`plateaus.ensemble.circuits.Circuit`), which `peers.gates` makes a
list of gates without those that ∂E does not depend on. A further simulator is a
module with these functions and a line in `contenders.py`; nothing here is needed by the experiment itself.
"""
