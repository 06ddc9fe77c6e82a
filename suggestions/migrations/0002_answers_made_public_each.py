import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('suggestions', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='publication',
            options={'ordering': ['pk'], 'verbose_name': 'publication', 'verbose_name_plural': 'publications'},
        ),
        migrations.AlterField(
            model_name='publication',
            name='suggestion',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='suggestions.suggestion'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_by__isnull', True)), fields=('suggestion',), name='one_proposal_to_publish_a_suggestion'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.UniqueConstraint(condition=models.Q(('published_at__isnull', False), ('taken_down_at__isnull', True)), fields=('suggestion',), name='suggestion_is_public_in_one_copy'),
        ),
    ]
