"""What is read: courses, modules, sections and their versions, claims, notes, terms."""
