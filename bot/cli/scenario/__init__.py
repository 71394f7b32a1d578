"""The scenario “a sprint of two teams”: its people, all that they do in two weeks, and who plays it."""
