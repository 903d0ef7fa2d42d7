"""The stage: RGB, depth, flow, labels and masks for any camera and moment."""
