"""A user's surroundings that must not show in results: files in the working folder, variables of a notebook."""

MODULES = ("simulate", "draw", "make_table", "plateaus", "random", "copy")


def surround(folder):
    """Fill a folder with what may lie in one; the variables that a shell may have."""
    for name in MODULES:
        (folder / f"{name}.py").write_text("raise SystemExit('a module of the working folder')\n")
    settings = "text.usetex: True\nfont.size: 30\nsavefig.bbox: tight\naxes.facecolor: red\n"
    (folder / "matplotlibrc").write_text(settings)
    (folder / "config").mkdir(exist_ok=True)
    (folder / "config/matplotlibrc").write_text(settings)
    return {"MPLBACKEND": "module://matplotlib_inline.backend_inline", "MPLCONFIGDIR": str(folder / "config")}
