"""The Home tab, assembled from each ritual's section, with a person's own settings."""
