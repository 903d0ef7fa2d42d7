"""Where: masks from boxes, brushes, words and clicks, and what joins them. No network, no torch."""
