"""Agendas: topics people bring to a series, and what becomes of each."""
