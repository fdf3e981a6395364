"""Whether built results are consistent with the exact theory, with themselves and with an independent simulation."""
