"""The corpus: picture packs built from public packages. Needed to train and to renew the run-time pack, never to run."""

from melies.train.corpus.build import build

__all__ = ["build"]
