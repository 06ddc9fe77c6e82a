import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('deputies', '0001_tables'),
        ('feedback', '0003_points_that_make_an_issue_hot'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RoutingThreshold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('propose_from', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='topics are proposed from')),
                ('send_from', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='small matters are sent from')),
                ('set_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='set at')),
                ('congress', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='routing_thresholds', to='deputies.peoplescongress', verbose_name='congress')),
                ('set_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='set by')),
            ],
            options={
                'verbose_name': 'confidence set by an office',
                'verbose_name_plural': 'confidences set by offices',
                'ordering': ['congress', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('propose_from__isnull', True), ('propose_from__lte', 100), _connector='OR'), name='routing_threshold_in_percent'), models.CheckConstraint(condition=models.Q(('send_from__isnull', True), ('send_from__lte', 100), _connector='OR'), name='routing_sending_in_percent')],
            },
        ),
    ]
