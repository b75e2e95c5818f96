from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lessons", "0003_modules_have_questions_to_discuss"),
    ]

    operations = [
        migrations.AddField(
            model_name="course",
            name="figure",
            field=models.JSONField(default=dict, help_text="drawn on the course's home: see lessons.figures"),
        ),
        migrations.AddField(
            model_name="sectionversion",
            name="figure",
            field=models.JSONField(default=dict, help_text="drawn below the text: see lessons.figures"),
        ),
    ]
