import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("authoring", "0001_loaded_course_files"),
        ("lessons", "0002_pictures_are_kept_once"),
    ]

    operations = [
        migrations.RenameField(model_name="coursefile", old_name="picture", new_name="picture_bytes"),
        migrations.AddField(
            model_name="coursefile",
            name="picture",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="files",
                to="lessons.picture",
            ),
        ),
    ]
