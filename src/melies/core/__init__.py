"""Values and rules: the words every room shares. Imports numpy, pydantic and jaxtyping, nothing else."""
