"""Golden frames: small pictures that must stay as they are until somebody means to change them."""
