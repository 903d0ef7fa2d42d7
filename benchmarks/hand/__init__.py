"""The figures of the author's hand, by what they are about; `benchmarks.control` prints them all."""
