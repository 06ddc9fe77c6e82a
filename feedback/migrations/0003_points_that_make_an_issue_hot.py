import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("feedback", "0002_search")]

    operations = [
        migrations.AddField(
            model_name="heatrule",
            name="hot",
            field=models.FloatField(
                default=20.0,
                help_text="Below, it is lukewarm: the list leaves it out until somebody asks for it.",
                validators=[
                    django.core.validators.MinValueValidator(0),
                    django.core.validators.MaxValueValidator(10000),
                ],
                verbose_name="points that make an issue hot",
            ),
        ),
    ]
