"""Addresses of proposals."""

from __future__ import annotations

from api.rosters.addresses import ONE as VERSION

PROPOSAL = f"{VERSION}/proposal"
REMARKS = f"{PROPOSAL}/remarks"
REMARK = f"{REMARKS}/{{remark}}"
