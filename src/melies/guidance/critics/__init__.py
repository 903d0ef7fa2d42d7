"""Critics: energies on pictures that say how far a wish is from being met, one file each. They need torch."""
