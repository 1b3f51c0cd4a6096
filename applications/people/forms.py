"""What a person may change about themselves."""

from django import forms

from applications.people.models import User


class AccountForm(forms.ModelForm):
    """Name and telephone number; address and password change in pages of their own."""

    class Meta:
        model = User
        fields = ("name", "phone")
