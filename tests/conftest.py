"""What holds in every test: the library is loaded before NumPy, since it says that linear algebra takes one thread."""

import plateaus  # noqa: F401
