"""Course files in and out, their checks, the admin's pages for items and sections."""
