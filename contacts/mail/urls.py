"""Addresses of the mailbox page; the room's own ``urls`` takes them in."""

from django.urls import path

from contacts.mail import views

urlpatterns = [
    path("desk/mail/", views.mail, name="mail"),
    path("desk/mail/<int:pk>/", views.mail_message, name="mail_message"),
    path("desk/mail/<int:pk>/decide/", views.mail_decide, name="mail_decide"),
    path("desk/mail/<int:pk>/file/", views.mail_file, name="mail_file"),
    path("desk/mail/<int:pk>/sender/", views.mail_sender, name="mail_sender"),
]
