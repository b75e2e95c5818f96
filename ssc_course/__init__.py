"""The mouth: settings, routes, error pages, the base template, the operator's commands."""
