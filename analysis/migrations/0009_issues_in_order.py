from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('analysis', '0008_instants'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='issue',
            index=models.Index(fields=['-coverage_start', '-id'], name='issue_newest'),
        ),
    ]
