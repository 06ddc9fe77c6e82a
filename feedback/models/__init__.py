from feedback.models.draft import Draft
from feedback.models.identity import Identity
from feedback.models.issue import HeatRule, HotIssue, IssueDecision, IssueMember, IssueSpace, IssueState
from feedback.models.learning import ModelState, TopicModel
from feedback.models.meeting import Meeting
from feedback.models.notice import Notice
from feedback.models.opinion import Opinion, Rating
from feedback.models.organ_api import (
    ApiCall,
    OrganChange,
    OrganFeed,
    OrganToken,
    TokenScope,
    Webhook,
    WebhookDelivery,
)
from feedback.models.routing import Proposal, RoutingThreshold, TopicRule
from feedback.models.search import SearchDoc

__all__ = [
    "ApiCall",
    "Draft",
    "HeatRule",
    "HotIssue",
    "Identity",
    "IssueDecision",
    "IssueMember",
    "IssueSpace",
    "IssueState",
    "Meeting",
    "ModelState",
    "Notice",
    "Opinion",
    "OrganChange",
    "OrganFeed",
    "OrganToken",
    "Proposal",
    "Rating",
    "RoutingThreshold",
    "SearchDoc",
    "TokenScope",
    "TopicModel",
    "TopicRule",
    "Webhook",
    "WebhookDelivery",
]
