from django.urls import path

from feedback import api

urlpatterns = [
    path("opinions/", api.OpinionSend.as_view(), name="api-send"),
    path("opinions/follow/", api.OpinionFollow.as_view(), name="api-follow"),
    path("opinions/published/", api.Published.as_view(), name="api-published"),
]
