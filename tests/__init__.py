"""The tests. A package, so that `tests.factories` is ours whatever a dependency installs under that name."""
