"""Teaching vista: worlds to layers, lessons, and the sheets by which it is judged."""
