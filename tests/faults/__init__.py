"""Races and late packets. Each race has a control: without its constraint or lock the same test goes red."""
