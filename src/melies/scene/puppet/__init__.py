"""Jointed paper puppets: painted once, posed at any moment."""
