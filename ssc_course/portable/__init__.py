"""The whole installation in one file, whichever database it is in: `backup` writes it, `restore` reads it."""
