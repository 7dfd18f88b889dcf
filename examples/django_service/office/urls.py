"""Which address is answered by which view."""

from django.urls import path

from office import views

urlpatterns = [
    path("schema", views.schema),
    path("households", views.decide),
    path("registers", views.decide_register),
]
