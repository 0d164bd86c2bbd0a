"""All tables. Importing this package registers every model with `Base.metadata`."""

from webapp.models.afterwards import (
    Decision,
    Feedback,
    Helper,
    HouseholdChange,
    Objection,
    Supplement,
    SupplementEntry,
)
from webapp.models.applications import (
    Application,
    ApplicationMember,
    Authorisation,
    Commitment,
    Request,
    RequestEvent,
    RequestSubject,
    StatusTry,
)
from webapp.models.audit import AuditDay, AuditRow, Reason
from webapp.models.base import Base, EncryptedJSON, EncryptedText, Instant, Sealed
from webapp.models.calls import CallRow
from webapp.models.casework import PublicityRow, Survey
from webapp.models.conversations import ConversationRow
from webapp.models.documents import DocumentPage, DocumentRow, DocumentState
from webapp.models.duties import Correction, DeskNotice, FoundHow
from webapp.models.followups import (
    Breach,
    BreachEvent,
    BreachState,
    Recheck,
    RecheckCause,
    RecheckOutcome,
    Referral,
    ReferralState,
)
from webapp.models.fund import Fund, FundEntry, FundMove
from webapp.models.handovers import HandoverRow, HandoverState, HandoverWord
from webapp.models.inbox import InboxRow, Told
from webapp.models.ledger import DemandRow, Gap, GapRow, GapState
from webapp.models.monitoring import (
    ContactRefusal,
    VillageAssistant,
    VisitOutcome,
    WarningRow,
    WarningState,
    WarningVisit,
)
from webapp.models.needs import (
    NeedChange,
    ProviderTown,
    ServiceAssignment,
    ServiceDemand,
    ServiceHours,
    ServiceOffer,
    ServiceProvider,
)
from webapp.models.outbox import Channel, OutboxRow, OutboxState
from webapp.models.protection import GatewayCheck, JobRun, OneTimeCode, SensitiveConsent
from webapp.models.routing import Direction, Place, RequestRoute, Transfer, TransferState
from webapp.models.signing import DeedReading, SigningLink
from webapp.models.staff import RecoveryCode, Role, SignInTry, StaffAccount, StaffSession
from webapp.models.tickets import Category, Result, Ticket, TicketEvent, TicketSample, TicketState
from webapp.models.verifications import (
    Cause,
    OrderState,
    ResultState,
    VerificationOrder,
    VerificationReply,
    VerificationResult,
)
from webapp.models.wechat import MiniLogin, WechatConsent, WechatPerson, WechatToken

__all__ = [
    "Application",
    "ApplicationMember",
    "AuditDay",
    "AuditRow",
    "Authorisation",
    "Base",
    "Breach",
    "BreachEvent",
    "BreachState",
    "CallRow",
    "Category",
    "Cause",
    "Channel",
    "Commitment",
    "ContactRefusal",
    "ConversationRow",
    "Correction",
    "Decision",
    "DeedReading",
    "DemandRow",
    "DeskNotice",
    "Direction",
    "DocumentPage",
    "DocumentRow",
    "DocumentState",
    "EncryptedJSON",
    "EncryptedText",
    "Feedback",
    "FoundHow",
    "Fund",
    "FundEntry",
    "FundMove",
    "Gap",
    "GapRow",
    "GapState",
    "GatewayCheck",
    "HandoverRow",
    "HandoverState",
    "HandoverWord",
    "Helper",
    "HouseholdChange",
    "InboxRow",
    "Instant",
    "JobRun",
    "MiniLogin",
    "NeedChange",
    "Objection",
    "OneTimeCode",
    "OrderState",
    "OutboxRow",
    "OutboxState",
    "Place",
    "ProviderTown",
    "PublicityRow",
    "Reason",
    "Recheck",
    "RecheckCause",
    "RecheckOutcome",
    "RecoveryCode",
    "Referral",
    "ReferralState",
    "Request",
    "RequestEvent",
    "RequestRoute",
    "RequestSubject",
    "Result",
    "ResultState",
    "Role",
    "Sealed",
    "SensitiveConsent",
    "ServiceAssignment",
    "ServiceDemand",
    "ServiceHours",
    "ServiceOffer",
    "ServiceProvider",
    "SignInTry",
    "SigningLink",
    "StaffAccount",
    "StaffSession",
    "StatusTry",
    "Supplement",
    "SupplementEntry",
    "Survey",
    "Ticket",
    "TicketEvent",
    "TicketSample",
    "TicketState",
    "Told",
    "Transfer",
    "TransferState",
    "VerificationOrder",
    "VerificationReply",
    "VerificationResult",
    "VillageAssistant",
    "VisitOutcome",
    "WarningRow",
    "WarningState",
    "WarningVisit",
    "WechatConsent",
    "WechatPerson",
    "WechatToken",
]
