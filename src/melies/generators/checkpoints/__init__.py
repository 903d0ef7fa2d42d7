"""The author's own checkpoints: found, recognised, checked and loaded. Nothing here paints."""
