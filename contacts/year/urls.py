"""Addresses of the yearly work: citizens' pages first, then those of the desk, of deputies and of organs."""

from django.urls import path

from contacts.year.views import campaigns, guidance, obstructions, plans, public, topics

urlpatterns = [
    path("plan/", public.public_plans, name="public_plans"),
    path("plan/<int:pk>/", public.public_plan, name="public_plan"),
    path("plan/topics/<int:pk>/", public.public_topic, name="public_topic"),
    path("plan/topics/<int:pk>/write/", public.write_to_topic, name="write_to_topic"),
    path("campaigns/", public.public_campaigns, name="public_campaigns"),
    path("campaigns/<int:pk>/", public.public_campaign, name="public_campaign"),
    path("desk/plans/", plans.contact_plans, name="contact_plans"),
    path("desk/plans/new/", plans.contact_plan_new, name="contact_plan_new"),
    path("desk/plans/<int:pk>/", plans.contact_plan, name="contact_plan"),
    path("desk/plans/<int:pk>/topics/new/", plans.plan_topic_new, name="plan_topic_new"),
    path("desk/plans/<int:pk>/topics/<int:topic>/", plans.plan_topic_edit, name="plan_topic_edit"),
    path("desk/plans/<int:pk>/topics/<int:topic>/drop/", plans.plan_topic_drop, name="plan_topic_drop"),
    path("desk/issues/<int:pk>/topic/new/", plans.plan_topic_from_issue, name="plan_topic_from_issue"),
    path("desk/plans/<int:pk>/issues/", plans.plan_issues, name="plan_issues"),
    path("desk/plans/<int:pk>/issues/<slug:issue>/", plans.issue_cases, name="plan_issue_cases"),
    path("desk/plans/<int:pk>/new-edition/", plans.contact_plan_revise, name="contact_plan_revise"),
    path("desk/plans/<int:pk>/<slug:action>/", plans.contact_plan_step, name="contact_plan_step"),
    path("desk/topics/<int:pk>/", topics.plan_line, name="plan_line"),
    path("desk/topics/<int:pk>/belongs/", topics.plan_line_attach, name="plan_line_attach"),
    path("desk/topics/<int:pk>/opinions/", topics.plan_line_cases, name="plan_line_cases"),
    path("desk/campaigns/", campaigns.campaigns, name="campaigns"),
    path("desk/campaigns/new/", campaigns.campaign_new, name="campaign_new"),
    path("desk/campaigns/<int:pk>/", campaigns.campaign, name="campaign"),
    path("desk/campaigns/<int:pk>/edit/", campaigns.campaign_edit, name="campaign_edit"),
    path("desk/campaigns/<int:pk>/opinions/", campaigns.campaign_cases, name="campaign_cases"),
    path("desk/campaigns/<int:pk>/<slug:action>/", campaigns.campaign_step, name="campaign_step"),
    path("desk/guidance/", guidance.guidance_desk, name="guidance_desk"),
    path("desk/guidance/new/", guidance.guidance_new, name="guidance_new"),
    path("desk/guidance/<int:pk>/", guidance.guidance, name="guidance"),
    path("desk/guidance/copies/<int:pk>/", guidance.guidance_copy, name="guidance_copy"),
    path(
        "desk/guidance/copies/<int:pk>/<slug:action>/", guidance.guidance_copy_step, name="guidance_copy_step"
    ),
    path("desk/visits/new/", guidance.visit_new, name="visit_new"),
    path("desk/visits/<int:pk>/", guidance.visit, name="visit"),
    path("desk/visits/<int:pk>/<slug:action>/", guidance.visit_step, name="visit_step"),
    path("committee/obstructions/", obstructions.obstructions, name="obstructions"),
    path("obstructions/<int:pk>/", obstructions.obstruction, name="obstruction"),
    path("obstructions/<int:pk>/<slug:action>/", obstructions.obstruction_step, name="obstruction_step"),
    path("deputy/guarantees/", obstructions.my_guarantees, name="my_guarantees"),
    path("deputy/guarantees/report/", obstructions.my_report, name="my_report"),
    path("organ/put-to-us/", obstructions.put_to_us, name="put_to_us"),
]
