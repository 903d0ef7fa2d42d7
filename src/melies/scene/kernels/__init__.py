"""The fast path: numba kernels that fill bands of rows; threads share nothing, so bytes never depend on them."""
