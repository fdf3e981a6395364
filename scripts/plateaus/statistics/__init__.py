"""Estimates, intervals, fits and laws. Nothing here knows what was sampled."""
