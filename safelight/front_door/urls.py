from django.urls import path

from safelight.front_door.views import messages, outside

app_name = "front_door"

urlpatterns = [
    path("tell/", outside.begin, name="begin"),
    path("tell/<slug:code>/", outside.choose, name="choose"),
    path("tell/<slug:code>/<slug:kind>/", outside.tell, name="tell"),
    path("messages/", messages.messages, name="messages"),
    path("messages/unread/", messages.unread, name="unread"),
    path("messages/<uuid:message_id>/", messages.message, name="message"),
    path("messages/<uuid:message_id>/read/", messages.read, name="read"),
    path("messages/<uuid:message_id>/concern/", messages.concern, name="concern"),
    path("messages/<uuid:message_id>/answer/", messages.answer, name="answer"),
    path("messages/<uuid:message_id>/close/", messages.close, name="close"),
    path("ways-in/", messages.door, name="door"),
]
