"""Request to picture: one engine a file."""
