import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('accounts', '0001_initial'), ('accounts', '0002_organ_api')]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='AttemptCount',
            fields=[
                ('bucket', models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name='digest')),
                ('failures', models.PositiveIntegerField(default=0, verbose_name='failures')),
                ('wait_until', models.DateTimeField(verbose_name='wait until')),
                ('last_at', models.DateTimeField(db_index=True, verbose_name='last attempt')),
            ],
            options={
                'verbose_name': 'slowed attempts',
                'verbose_name_plural': 'slowed attempts',
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('display_name', models.CharField(blank=True, max_length=60, verbose_name='display name')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='telephone')),
                ('language', models.CharField(blank=True, choices=[('zh-hans', '简体中文'), ('en', 'English')], help_text='Empty: as the browser asks.', max_length=10, verbose_name='language')),
                ('is_demo', models.BooleanField(default=False, help_text='May sign in only while the portal runs as a demo.', verbose_name='demo account')),
                ('is_system', models.BooleanField(default=False, editable=False, help_text='Acts for a program of an organ, with a token of its own. Nobody signs in with it.', verbose_name='account of a system')),
                ('password_is_temporary', models.BooleanField(default=False, help_text='To be changed at the next sign-in.', verbose_name='temporary password')),
                ('session_version', models.PositiveIntegerField(default=0, editable=False)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
                'ordering': ['username'],
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='AccessLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('actor_kind', models.CharField(choices=[('system', 'the portal'), ('citizen', 'the citizen'), ('user', 'a user')], max_length=10, verbose_name='actor')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='user')),
                ('subject_kind', models.CharField(max_length=40, verbose_name='kind of subject')),
                ('subject_id', models.BigIntegerField(verbose_name='subject')),
                ('purpose', models.CharField(max_length=40, verbose_name='purpose')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
            ],
            options={
                'verbose_name': 'look at protected data',
                'verbose_name_plural': 'looks at protected data',
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['subject_kind', 'subject_id', '-at'], name='access_log_subject'), models.Index(fields=['user', '-at'], name='access_log_user')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('actor_kind', 'user'), ('user__isnull', False)), models.Q(models.Q(('actor_kind', 'user'), _negated=True), ('user__isnull', True)), _connector='OR'), name='access_log_names_the_user')],
            },
        ),
        migrations.CreateModel(
            name='LoginEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='at')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='login_events', to=settings.AUTH_USER_MODEL, verbose_name='user')),
                ('kind', models.CharField(choices=[('signed_in', 'signed in'), ('wrong_password', 'wrong password'), ('wrong_code', 'wrong code'), ('signed_out', 'signed out'), ('signed_out_elsewhere', 'signed out on every other device'), ('password_changed', 'password changed'), ('second_factor_set', 'second factor set up'), ('second_factor_gone', 'second factor removed'), ('recovery_code', 'recovery code used')], max_length=20, verbose_name='kind')),
                ('address_digest', models.CharField(max_length=32, verbose_name='digest of the address')),
            ],
            options={
                'verbose_name': 'sign-in',
                'verbose_name_plural': 'sign-ins',
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['user', '-at'], name='login_event_user')],
            },
        ),
    ]
