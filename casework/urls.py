from django.urls import path

from casework.views import bulk, case, complaints, files, lists, promises, queue, rules, search, start, undoing, why

urlpatterns = [
    path("start/", start.start, name="start"),
    path("rules/", rules.compared, name="rules"),
    path("desk/", queue.queue, name="queue"),
    path("desk/filters/", queue.filters, name="queue_filters"),
    path("desk/views/", queue.save_view, name="save_view"),
    path("desk/views/<int:pk>/delete/", queue.delete_view, name="delete_view"),
    path("desk/bulk/<slug:action>/", bulk.bulk, name="bulk"),
    path("search/", search.search, name="search"),
    path("deputy/", lists.inbox, name="inbox"),
    path("organ/", lists.organ_list, name="organ_list"),
    path("desk/promises/", promises.ledger, name="ledger"),
    path("desk/complaints/", complaints.complaints, name="complaints"),
    path("organ/promises/", promises.of_the_organ, name="organ_promises"),
    path("promises/<int:pk>/", promises.show, name="promise"),
    path("promises/<int:pk>/why/", why.of_promise, name="promise_why"),
    path("promises/<int:pk>/<slug:action>/", promises.step, name="promise_step"),
    path("cases/<str:number>/", case.show, name="case"),
    path("cases/<str:number>/why/", why.of_case, name="case_why"),
    path("cases/<str:number>/present/", case.present, name="case_present"),
    path("cases/<str:number>/undo/<int:first>/", undoing.undo, name="undo"),
    path("cases/<str:number>/<slug:action>/", case.step, name="step"),
    path("shares/<int:pk>/why/", why.of_share, name="share_why"),
    path("shares/<int:pk>/<slug:action>/", case.share_step, name="share_step"),
    path("files/<int:pk>/", files.attachment, name="attachment"),
    path("files/<int:pk>/look/", files.attachment_look, name="attachment_look"),
]
