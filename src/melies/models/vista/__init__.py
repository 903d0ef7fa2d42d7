"""Vista: our own small picture network, which learns colour, depth, labels and outline together (design, §4)."""
