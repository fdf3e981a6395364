"""The tables of a run: a module each, with its columns and how it is made."""
