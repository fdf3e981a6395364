"""Results on disk: whole or not at all, with units, typed, refused where damaged or foreign."""
