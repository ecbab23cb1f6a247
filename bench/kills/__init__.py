"""SIGKILL at random instants, and what is left: nothing lost, torn or twice."""
