"""The addresses of the readiness drills."""

from django.urls import path

from coordination.exercises.drilling import views

HOME = "beredskapsprov/"
ONE = f"{HOME}<int:pk>/"

urlpatterns = [
    path(HOME, views.drills, name="drills"),
    path(f"{HOME}nytt/", views.new, name="drill_new"),
    path(ONE, views.drill, name="drill"),
    path(f"{ONE}mitt/", views.mine, name="drill_mine"),
    path(f"{ONE}stall-in/", views.cancel, name="drill_cancel"),
    path(f"{ONE}avsluta/", views.end, name="drill_end"),
]
