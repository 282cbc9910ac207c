import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0004_further_headers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SilencedTopic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(choices=[('REMINDERS', 'Reminders of deadlines'), ('CONFIRMATIONS', 'Confirmations of what I did')], max_length=20, verbose_name='topic')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='silenced_topics', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'topic without e-mail',
                'verbose_name_plural': 'topics without e-mail',
                'constraints': [models.UniqueConstraint(fields=('person', 'topic'), name='silencedtopic_once')],
            },
        ),
    ]
