from django.urls import URLPattern

app_name = "ktrs"
urlpatterns: list[URLPattern] = []
