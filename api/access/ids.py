"""Ids that cannot be mixed up: a hotline's code is not its random id, a revision's number not a version's."""

from __future__ import annotations

from typing import NewType

HotlineCode = NewType("HotlineCode", str)
"""Short name of a hotline, part of addresses and of every event's UID."""
NO_HOTLINE = HotlineCode("")
"""Where nobody says which hotline, and the caller has none."""
HotlineId = NewType("HotlineId", str)
"""Random id of a hotline in the store; as are the other ids below."""
PlanId = NewType("PlanId", str)
RevisionId = NewType("RevisionId", str)
VersionId = NewType("VersionId", str)
AccountId = NewType("AccountId", str)
PersonId = NewType("PersonId", str)
GrantId = NewType("GrantId", str)
LoginId = NewType("LoginId", str)
LinkId = NewType("LinkId", str)
OfferId = NewType("OfferId", str)
AccessTokenId = NewType("AccessTokenId", str)
RunId = NewType("RunId", str)
ProposalId = NewType("ProposalId", str)
RemarkId = NewType("RemarkId", str)
AbsenceId = NewType("AbsenceId", str)
SeatOfferId = NewType("SeatOfferId", str)
SwapId = NewType("SwapId", str)
ScenarioId = NewType("ScenarioId", str)
CaseId = NewType("CaseId", str)
WebhookId = NewType("WebhookId", str)
"""None of these opens anything: the secret of a login, a link or a token is another."""

RevisionNumber = NewType("RevisionNumber", int)
"""Number of a revision within its plan, from 1; 0 where there is none."""
VersionNumber = NewType("VersionNumber", int)
"""Number of a roster version within its plan, from 1; 0 where there is none."""
