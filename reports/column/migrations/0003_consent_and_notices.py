import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('column', '0002_search'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='picture',
            name='consent',
            field=models.CharField(blank=True, max_length=200, verbose_name='who agreed'),
        ),
        migrations.CreateModel(
            name='ColumnNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(default='email', max_length=10, verbose_name='way')),
                ('state', models.CharField(choices=[('owed', 'to be sent'), ('sent', 'sent'), ('failed', 'failed')], default='owed', max_length=8, verbose_name='status')),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('run_after', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('last_error', models.CharField(blank=True, max_length=200)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='column.columnevent')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'notice about the column',
                'verbose_name_plural': 'notices about the column',
                'ordering': ['pk'],
                'indexes': [models.Index(condition=models.Q(('state', 'owed')), fields=['run_after', 'id'], name='column_notice_owed')],
                'constraints': [models.UniqueConstraint(fields=('event', 'user', 'way'), name='colleague_is_told_of_a_column_step_once')],
            },
        ),
    ]
