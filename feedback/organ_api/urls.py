from django.urls import path

from feedback.organ_api import reading, steps

_OF_SHARE = {
    "sign": steps.Sign,
    "object": steps.ObjectTo,
    "extension": steps.AskExtension,
    "contact": steps.RecordContact,
    "answer": steps.Answer,
    "take-back": steps.TakeBackDraft,
    "release": steps.ReleaseReply,
    "send-back": steps.SendBack,
    "agree": steps.Agree,
    "disagree": steps.Disagree,
}
_OF_PROMISE = {"status": steps.ReportStatus, "report": steps.ReportPromise, "release": steps.ReleaseReport}

urlpatterns = [
    path("", reading.System.as_view(), name="organ-api-system"),
    path("assignments/", reading.Assignments.as_view(), name="organ-api-assignments"),
    path("assignments/<str:number>/", reading.Assignment.as_view(), name="organ-api-assignment"),
    *(
        path(f"assignments/<str:number>/{word}/", view.as_view(), name=f"organ-api-{word}")
        for word, view in _OF_SHARE.items()
    ),
    path("motions/", reading.Motions.as_view(), name="organ-api-motions"),
    path("motions/<str:number>/", reading.Motion.as_view(), name="organ-api-motion"),
    path("motions/<str:number>/report/", steps.ReportMotion.as_view(), name="organ-api-motion-report"),
    path("promises/", reading.Promises.as_view(), name="organ-api-promises"),
    path("promises/<int:key>/", reading.Promise.as_view(), name="organ-api-promise"),
    *(
        path(f"promises/<int:key>/{word}/", view.as_view(), name=f"organ-api-promise-{word}")
        for word, view in _OF_PROMISE.items()
    ),
    path("files/<int:key>/", reading.File.as_view(), name="organ-api-file"),
    path("changes/", reading.Changes.as_view(), name="organ-api-changes"),
]
