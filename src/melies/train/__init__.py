"""Training of looks (and later of vista and lens); only the command line uses it."""
