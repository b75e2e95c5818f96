"""Who sees whose work: cohorts, enrolments, the gradebook, its export."""
