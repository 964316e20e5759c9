from django.urls import path

from tests.bench.bare import views

urlpatterns = [
    path("<str:number>/list/", views.newest, name="newest"),
    path("<str:number>/matrix/", views.matrix),
    path("<str:number>/answer/", views.answer),
    path("public/<int:size>/", views.public),
    path("statements/<int:count>/", views.statements),
]
