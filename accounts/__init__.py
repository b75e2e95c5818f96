"""The spring: who a person is (account or guest), signing up, in and out. Knows no course."""
