"""What earlier loads kept of pictures, moved file by file; what is moved already is not looked at again."""

import hashlib

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from lessons.pictures import NotAPicture, read_header


def move(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    files = apps.get_model("authoring", "CourseFile").objects
    pictures = apps.get_model("lessons", "Picture").objects
    for pk in list(files.filter(picture=None).exclude(picture_bytes=None).values_list("pk", flat=True)):
        file = files.get(pk=pk)
        data = bytes(file.picture_bytes)
        try:
            header = read_header(file.path, data)
        except NotAPicture:
            # It was taken unseen. Without its hash the next start loads the files again, and says so.
            files.filter(pk=pk).update(content_hash="")
            continue
        sha256 = hashlib.sha256(data).hexdigest()
        picture, _ = pictures.get_or_create(sha256=sha256, defaults={"data": data, **header._asdict()})
        files.filter(pk=pk).update(picture=picture)


class Migration(migrations.Migration):
    dependencies = [
        ("authoring", "0002_course_files_refer_to_pictures"),
    ]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
