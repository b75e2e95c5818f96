"""The mouth of the river: settings, routes, error pages, the base template and the operator's commands."""
