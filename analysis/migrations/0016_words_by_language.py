import django.contrib.postgres.indexes
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('analysis', '0015_changed_last'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='publication',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('language', 'en')), fastupdate=False, fields=['search_vector', 'appeared_in'], name='publication_words_en'),
        ),
        migrations.AddIndex(
            model_name='publication',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('language', 'ru')), fastupdate=False, fields=['search_vector', 'appeared_in'], name='publication_words_ru'),
        ),
        migrations.AddIndex(
            model_name='publication',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('language', 'be')), fastupdate=False, fields=['search_vector', 'appeared_in'], name='publication_words_be'),
        ),
        # Last, since it locks readers out until all of it is done.
        migrations.RemoveIndex(
            model_name='publication',
            name='publication_words',
        ),
    ]
