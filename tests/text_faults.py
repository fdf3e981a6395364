"""What a sentence with numbers must not say: numbers that are none, a list without entries, one thing in the plural."""

import re

REFUSED = {
    "not a number": r"\b(nan|inf|None|True|False)\b",
    "one of several": r"(?<![\d.,])1 (degrees|layers|sizes|circuits|intervals|parameters|points)\b",
    "a range of one": r"\b(\d+) … \1\b",
    "an empty list": r":\s*(\.|;|,|$|\n\s*\n)|\(\s*[),;]|,\s*[.;)]|\bfor qubits\b|\bn = \)",
    "a statistic of zero": r"χ² = 0\.0\b",
    "a missing number": r"\s{2,}[.,;)]|= [.,;)]|\b(is|are|in|with|within|of) [.,;]",
}


def faults_in(caption):
    """What is wrong with a caption, in words."""
    for fault, pattern in REFUSED.items():
        for found in re.finditer(pattern, caption):
            yield f"{fault}: …{caption[max(0, found.start() - 60) : found.end() + 20]}…"
