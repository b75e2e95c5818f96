"""The specification: read the names of the tests from top to bottom and you know the product."""
