"""Small shared networks, loaded and hash-checked once: text encoder, style network."""
