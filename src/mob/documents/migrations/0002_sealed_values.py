from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0001_the_documents'),
    ]

    operations = [
        migrations.AlterField(
            model_name='document',
            name='media_type',
            field=models.CharField(choices=[('application/pdf', 'application/pdf'), ('image/jpeg', 'image/jpeg'), ('image/png', 'image/png'), ('image/webp', 'image/webp'), ('image/heic', 'image/heic'), ('application/json', 'application/json')], max_length=40),
        ),
    ]
