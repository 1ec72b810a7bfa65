"""Addresses of planning, below the region in the workspace."""

from django.urls import path

from samrad.planning.views import (
    activities,
    consultations,
    duties,
    meetings,
    parts,
    placing,
    processes,
    sami,
)

_PROCESS = "processer/<slug:process>/"
_MILESTONE = _PROCESS + "milstolpar/<int:milestone>/"
_CONSULTATION = "samrad/<slug:consultation>/"
_SAMI = "samisk-konsultation/"
_MATTER = _SAMI + "<uuid:matter>/"
_MEETING = _CONSULTATION + "moten/<uuid:activity>/"
_ACTIVITY = _CONSULTATION + "aktiviteter/"

app_name = "planning"
urlpatterns = [
    path("processer/", processes.process_list, name="processes"),
    path("processer/ny/", processes.new_process, name="new_process"),
    path(_PROCESS, processes.process, name="process"),
    path(_PROCESS + "andra/", processes.edit_process, name="edit_process"),
    path(_PROCESS + "historik/", processes.process_history, name="process_history"),
    path(_PROCESS + "milstolpar/ny/", processes.new_milestone, name="new_milestone"),
    path(_MILESTONE, processes.milestone, name="milestone"),
    path(_MILESTONE + "klar/", processes.milestone_done, name="milestone_done"),
    path(_MILESTONE + "ta-bort/", processes.milestone_remove, name="milestone_remove"),
    path("samrad/nytt/", consultations.new_consultation, name="new_consultation"),
    path(_CONSULTATION + "planera/<slug:step>/", parts.part, name="part"),
    path(_CONSULTATION + "meningar/", parts.sentences, name="sentences"),
    path(_CONSULTATION + "ska-vi-samrada/", duties.pre_gate, name="pre_gate"),
    path(_CONSULTATION + "ska-vi-samrada/information/", duties.settle, name="settle"),
    path(_CONSULTATION + "lagkrav/", duties.duties, name="duties"),
    path(_CONSULTATION + "beslut/", consultations.decision, name="decision"),
    path(_CONSULTATION + "historik/", consultations.history, name="history"),
    path(_CONSULTATION + "moten/", meetings.meeting_list, name="meetings"),
    path(_CONSULTATION + "moten/nytt/", meetings.new_meeting, name="new_meeting"),
    path(_MEETING, meetings.meeting, name="meeting"),
    path(_MEETING + "stall-in/", meetings.meeting_cancel, name="meeting_cancel"),
    path(_MEETING + "kalender.ics", meetings.meeting_calendar, name="meeting_calendar"),
    path(_ACTIVITY + "ny/", activities.new_activity, name="new_activity"),
    path(_ACTIVITY + "<uuid:other>/", activities.activity, name="activity"),
    path(_ACTIVITY + "<uuid:other>/stall-in/", activities.activity_cancel, name="activity_cancel"),
    path(_ACTIVITY + "<uuid:activity>/matris/", placing.activity_matrix, name="activity_matrix"),
    path(_CONSULTATION + "matris/niva/", placing.matrix_level, name="matrix_level"),
    path(_CONSULTATION + "matris/<slug:cell>/", placing.cell, name="cell"),
    path(_SAMI, sami.sami_list, name="sami_list"),
    path(_SAMI + "ny/", sami.new_sami, name="new_sami"),
    path(_MATTER, sami.sami_consultation, name="sami_consultation"),
    path(_MATTER + "andra/", sami.edit_sami, name="edit_sami"),
    path(_MATTER + "anteckningar/", sami.note_sami, name="note_sami"),
    path(_MATTER + "avsluta/", sami.close_sami, name="close_sami"),
    path(_MATTER + "ta-upp/", sami.reopen_sami, name="reopen_sami"),
]
