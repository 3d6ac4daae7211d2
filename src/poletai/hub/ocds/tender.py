"""The tender of a release: what is asked for, until when, in which lots, with which questions."""

from poletai.hub.ocds.fields import Json, amount, moment, period, present, reference
from poletai.hub.ocds.view import DocumentView, EnquiryView, LotView, Outcome, ProcedureView

_OVER = {"awarded", "contracted", "ended"}
_OUTCOMES = {"cancelled": "cancelled", "failed": "unsuccessful"}


def tender_of(view: ProcedureView) -> Json:
    """Return the tender; tenderers, every member of a consortium, only once bids are public."""
    return present(
        {
            "id": view.id,
            "title": view.title,
            "status": _status(view, view.outcome),
            "procuringEntity": reference(view.agency or view.principal),
            "value": amount(view, view.value),
            "procurementMethod": view.method,
            "procurementMethodDetails": view.method_details,
            "mainProcurementCategory": view.category,
            "submissionMethod": ["electronicSubmission"],
            "tenderPeriod": period(view.published_at, view.deadline),
            "enquiryPeriod": period(view.published_at, view.enquiries_until),
            "hasEnquiries": bool(view.enquiries),
            "enquiries": [_enquiry(enquiry) for enquiry in view.enquiries],
            "documents": [_document(document) for document in view.documents],
            "lots": [_lot(view, lot) for lot in view.lots],
            **_tenderers(view),
        }
    )


def _tenderers(view: ProcedureView) -> Json:
    if not view.bids_are_public:
        return {}
    standing = [bid for bid in view.bids if bid.status != "withdrawn"]
    everyone = {bidder: None for bid in standing for bidder in bid.bidders}
    return {
        "numberOfTenderers": len(everyone),
        "tenderers": [reference(bidder) for bidder in everyone],
    }


def _status(view: ProcedureView, outcome: Outcome) -> str:
    ended = _OUTCOMES.get(outcome) or _OUTCOMES.get(view.outcome)
    return ended or ("complete" if view.phase in _OVER else "active")


def _lot(view: ProcedureView, lot: LotView) -> Json:
    return present(
        {
            "id": lot.id,
            "title": lot.title,
            "status": _status(view, lot.outcome),
            "value": amount(view, lot.value),
            "tenderPeriod": period(view.published_at, lot.deadline or view.deadline),
        }
    )


def _document(document: DocumentView) -> Json:
    return present(
        {
            "id": document.id,
            "documentType": document.kind,
            "title": document.title,
            "url": document.url,
            "datePublished": moment(document.published_at),
            "format": document.media_type,
            "relatedLots": list(document.lots),
        }
    )


def _enquiry(enquiry: EnquiryView) -> Json:
    return present(
        {
            "id": enquiry.id,
            "date": moment(enquiry.asked_at),
            "description": enquiry.question,
            "answer": enquiry.answer,
            "dateAnswered": moment(enquiry.answered_at),
            "relatedLot": enquiry.lot,
        }
    )
