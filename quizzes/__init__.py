"""What is asked and answered: items and their versions, attempts, scoring, progress; interactions has one
file for each type of item.
"""
