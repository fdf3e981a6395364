"""What holds in every test: the library is loaded before NumPy, since it says that linear algebra takes one thread."""

import plateaus  # noqa: F401 - for what it sets before NumPy starts threads, no name of it is used
