"""Reading: a procedure as the reader of a page may see it, or the page that says there is none."""

from django.http import Http404, HttpRequest

from poletai.exchange.errors import NoSuchProcedureError
from poletai.exchange.read_models.procedure_page import ProcedureView, procedure_view
from poletai.portal.frame import the_house
from poletai.portal.people import actors


def read_procedure(request: HttpRequest, procedure: str) -> ProcedureView:
    """Return a procedure for the reader; answers 404 where they may not know of it."""
    try:
        return procedure_view(the_house(), procedure, actors(request))
    except NoSuchProcedureError as problem:
        raise Http404 from problem
