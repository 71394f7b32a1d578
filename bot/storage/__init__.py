"""Where everything is kept: base, column types, encryption, and the one place that commits."""
