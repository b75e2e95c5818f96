from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lessons", "0002_pictures_are_kept_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="module",
            name="discuss",
            field=models.JSONField(default=list, help_text="for a classroom: question, weigh"),
        ),
    ]
