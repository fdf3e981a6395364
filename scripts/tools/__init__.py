"""Programs that people and `make` call and no rule does: numbers in the README, pins, costs, a native Qulacs.

Each runs from the checkout as ``python scripts/tools/NAME.py``, and puts the folder above on the path first.
"""
