"""Examples in the description of the addresses. Nobody in them exists."""

from __future__ import annotations

from typing import Any

_URL = "https://portal.example.cn/api/organ"
ROW: dict[str, Any] = {
    "id": 41, "number": "2026-0312-7K4M", "kind": "opinion", "title": "石桥村搅拌站夜间噪声", "serial": None,
    "topic": "环境保护", "place": "石桥村", "deputy": "陈志远", "confidential": False,
    "opened_at": "2026-03-02T09:12:44+08:00", "status": "handling", "status_said": "办理中", "case_status": "handling",
    "case_status_said": "办理中", "role": "lead", "part": "", "due_on": "2026-06-05", "is_late": False,
    "stands_still": False, "urged": 0, "assigned_at": "2026-03-05T10:00:00+08:00",
    "signed_at": "2026-03-06T08:30:00+08:00", "released_at": None, "closed_at": None, "version": "2.7",
    "url": f"{_URL}/assignments/2026-0312-7K4M/",
}  # fmt: skip
WHOLE: dict[str, Any] = {
    **ROW,
    "words": [{"name": "body", "label": "反映内容", "text": "村北搅拌站夜里十一点以后还在开工，噪声很大。"}],
    "added": [], "together": [], "files": [], "replies": [],
    "answer_needs": {
        "classes": [
            {"code": "A", "label": "已经解决或者采纳", "is_promise": False},
            {"code": "B", "label": "列入计划逐步解决", "is_promise": True},
        ],
        "letter": False, "joined": [], "not_yet": "",
    },
    "contacts": [], "objection": None, "extension": None, "countersignatures": [], "promises": [],
    "history": [
        {"at": "2026-03-06T08:30:00+08:00", "what": "县生态环境局：签收", "who": "环境局办公系统 · 经办人", "note": "",
         "reason": "", "late": "", "due_on": None, "undone": ""},
    ],
    "allowed_actions": ["object", "record_contact", "submit_reply", "ask_extension"],
}  # fmt: skip
SYSTEM: dict[str, Any] = {
    "organ": {"code": "epb", "name": "县生态环境局"}, "system": "环境局办公系统", "scopes": ["act", "answer", "read"],
    "expires_on": "2027-03-31", "per_minute": 120, "organs": [{"code": "hub", "name": "县住房和城乡建设局"}],
}  # fmt: skip
CHANGES: dict[str, Any] = {
    "results": [
        {"id": "chg_7_1", "kind": "assigned", "action": "assign", "at": "2026-03-05T10:00:00+08:00",
         "number": "2026-0312-7K4M", "case_kind": "opinion", "url": f"{_URL}/assignments/2026-0312-7K4M/",
         "cursor": "MS43LjE"},
        {"id": "chg_7_2", "kind": "urged", "action": "remind", "at": "2026-05-29T08:00:00+08:00",
         "number": "2026-0312-7K4M", "case_kind": "opinion", "url": f"{_URL}/assignments/2026-0312-7K4M/",
         "cursor": "MS43LjI"},
    ],
    "cursor": "MS43LjI", "more": False,
}  # fmt: skip
OBJECTION = {"reason": "属于住房和城乡建设部门职责。", "proposed_organ": "hub", "version": "2.7"}
EXTENSION = {"note": "需会同三个部门现场勘测。", "until": "2026-07-05"}
CONTACT = {"manner": "visit", "happened_on": "2026-03-12", "summary": "当面听取意见，到现场查看。"}
ANSWER = {
    "body": "经现场核查，夜间作业属实，已责令二十二时后停止作业，隔声屏障分段建设。", "category": "B",
    "promise": "建成隔声屏障", "promised_for": "2026-09-30",
}  # fmt: skip
LETTER = {
    "body": "您提出的关于规范搅拌站夜间施工的建议收悉，现答复如下……", "category": "A", "number": "石环函〔2026〕18号",
    "answers": "第12号", "signer": "周明远", "signer_office": "局长", "sealed": True, "contact": "李卫东",
    "contact_phone": "0375-2210018", "release": False,
}  # fmt: skip
DONE: dict[str, Any] = {
    "action": "submit_reply", "reply": 18, "is_released": False, "number": "2026-0312-7K4M", "status": "drafted",
    "status_said": "草稿待签发", "case_status": "handling", "version": "4.7", "due_on": "2026-06-05",
    "allowed_actions": ["record_contact"],
}  # fmt: skip
REFUSED: dict[str, Any] = {
    "type": "urn:liaison-portal:problem:not-valid", "title": "请求内容缺失或有误", "status": 400,
    "detail": "请求内容缺失或有误。",
    "errors": [{"field": "category", "pointer": "#/category", "reason": "请选择办理结果类别。"}],
}  # fmt: skip
