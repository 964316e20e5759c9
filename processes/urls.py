"""The addresses of the processes. Included at the root."""

from django.urls import path

from processes import views

urlpatterns = [
    path("regional-niva/", views.regional_level, name="regional_level"),
    path("metodkoncept/", views.method_concept, name="method_concept"),
    path("publikationer/", views.publications, name="publications"),
    path("granskning/", views.review, name="review"),
    path("granskning/<str:letter>/", views.county_process, name="county_process"),
]
