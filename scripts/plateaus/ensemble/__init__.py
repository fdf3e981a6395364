"""The ensemble of circuits: what an experiment says in words, and the circuits that it stands for."""
