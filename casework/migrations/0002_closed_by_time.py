from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_tables")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["congress", "-opened_at", "-id"],
                name="case_closed_by_time",
                condition=models.Q(("closed_at__isnull", False)),
            ),
        ),
    ]
