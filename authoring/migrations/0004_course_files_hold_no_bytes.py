from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("authoring", "0003_bytes_move_to_pictures"),
    ]

    operations = [migrations.RemoveField(model_name="coursefile", name="picture_bytes")]
