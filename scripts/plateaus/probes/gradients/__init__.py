"""All derivatives of a circuit: the variance against layer and qubit of the parameter."""
