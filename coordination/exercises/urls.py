"""Addresses of exercises. Players use the ordinary ones of their incident."""

from django.urls import path

from coordination.exercises.views import injects, playing, scenarios

LED = "ovningar/<str:number>/ledning/"
ONE = "ovningar/scenario/<int:pk>/"

urlpatterns = [
    path("ovningar/", scenarios.exercises, name="exercises"),
    path("ovningar/ny/", playing.new, name="exercise_new"),
    path("ovningar/scenario/nytt/", scenarios.upload, name="scenario_upload"),
    path(ONE, scenarios.show, name="scenario"),
    path(f"{ONE}andra/", scenarios.edit, name="scenario_edit"),
    path(f"{ONE}fil/", scenarios.as_file, name="scenario_file"),
    path(f"{ONE}dela/", scenarios.share, name="scenario_share"),
    path("ovningar/repris/<str:number>/", scenarios.replay, name="play_replay"),
    path(LED, playing.play, name="play"),
    path(f"{LED}hoppa/", playing.jump, name="play_jump"),
    path(f"{LED}fart/", playing.speed, name="play_speed"),
    path(f"{LED}avsluta/", playing.end, name="play_end"),
    path(f"{LED}inspel/", injects.add, name="play_inject_add"),
    path(f"{LED}inspel/<int:pk>/", injects.inject, name="play_inject"),
    path(f"{LED}inspel/<int:pk>/<slug:do>/", injects.hand, name="play_inject_hand"),
    path(f"{LED}<slug:do>/", playing.turn, name="play_turn"),
    path("ovningar/<str:number>/jamforelse/", playing.compare, name="play_compare"),
]
