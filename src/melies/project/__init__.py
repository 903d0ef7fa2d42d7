"""A story's project: what was made is kept by its content, so that nothing is lost and nothing is made twice."""
