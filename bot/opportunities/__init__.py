"""Opportunities: problems and improvements anyone noticed, kept for the retro, never their raiser's to own."""
