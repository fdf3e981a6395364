"""What else is sampled from an experiment's circuits: a folder a kind."""
