from django.urls import path

from deputies import views, views_contact, views_voters

urlpatterns = [
    path("find/", views.find, name="find"),
    path("find/map/", views.find_on_map, name="find_on_map"),
    path("bodies/", views.bodies, name="bodies"),
    path("find/<slug:code>/", views.find_place, name="find_place"),
    path("deputies/<int:pk>/contact/", views_contact.deputy_contact, name="deputy_contact"),
    path("deputies/<int:pk>/contact/relay/", views_contact.renew_relay, name="renew_relay"),
    path("deputy/contact/", views_contact.my_contact, name="my_contact"),
    path("voters/", views_voters.enter_code, name="voter_code"),
    path("desk/voters/", views_voters.hand_out, name="hand_out_code"),
    path("desk/people/", views_contact.people, name="people"),
]
