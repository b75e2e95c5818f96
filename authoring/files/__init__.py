"""Course files: YAML read strictly, into checked shapes, and written back in one canonical form.

`reader` knows YAML and no course, `shapes` what a course consists of, `course` where it lies in a folder,
`checks` what must hold between files, `canonical` and `writer` the way back. Nothing here knows the
database.
"""
