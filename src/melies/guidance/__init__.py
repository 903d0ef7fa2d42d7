"""What judges pictures: perceptors that see, critics that measure, regions that say where."""
