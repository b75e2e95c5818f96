"""The learner's rooms, which show several layers: home, module, section, search, glossary, "about the
article", coverage, a quiz's front page, progress.
"""
