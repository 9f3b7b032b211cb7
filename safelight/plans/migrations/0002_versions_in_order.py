from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='planversion',
            name='plans_a_version_state_once',
        ),
        migrations.AddField(
            model_name='planversion',
            name='sequence',
            field=models.PositiveIntegerField(default=1),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name='planversion',
            constraint=models.UniqueConstraint(fields=('plan', 'sequence'), name='plans_versions_in_order'),
        ),
    ]
