"""The corpus: picture packs built from public packages, to train with and to renew the run-time pack."""

from melies.train.corpus.build import build

__all__ = ["build"]
