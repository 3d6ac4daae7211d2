"""Addresses of the pages."""

from django.urls import URLPattern, URLResolver, path

from poletai.portal.pages import (
    bid,
    committee,
    definition,
    desk,
    draft,
    draws,
    dues,
    experts,
    home,
    log_page,
    move,
    notices,
    own_bid,
    planner,
    procedure,
    release,
    remedy,
    room,
    room_desk,
    rulebook,
    sign_in,
)

_PROCEDURE = "procedures/<str:procedure>/"
_BID = f"{_PROCEDURE}lots/<str:lot>/bid/"
_ROOM = f"{_PROCEDURE}lots/<str:lot>/room/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("notices/", notices.notices, name="notices"),
    path(_PROCEDURE, procedure.procedure_page, name="procedure"),
    path(f"{_PROCEDURE}moves/<str:move>/", move.move_page, name="move"),
    path(f"{_PROCEDURE}remedies/<str:remedy>/", remedy.remedy_page, name="remedy"),
    path(f"{_PROCEDURE}draws/", draws.draws_page, name="draws"),
    path(f"{_PROCEDURE}committee/", committee.committee_page, name="committee"),
    path(f"{_PROCEDURE}dues/", dues.dues_page, name="dues"),
    path(_BID, bid.bid_page, name="bid"),
    path(f"{_BID}upload/<str:sha256>", bid.upload, name="bid-upload"),
    path(f"{_BID}upload/<str:sha256>/<int:number>", bid.upload_part, name="bid-part"),
    path(f"{_BID}deposit", bid.deposit, name="bid-deposit"),
    path(f"{_BID}withdraw", own_bid.withdraw, name="bid-withdraw"),
    path(f"{_BID}key", own_bid.publish_key, name="bid-key"),
    path(f"{_BID}status", bid.status, name="bid-status"),
    path(_ROOM, room.room_page, name="room"),
    path(f"{_ROOM}replay/", room.replay_page, name="room-replay"),
    path(f"{_ROOM}replay/frames.json", room.frames, name="room-frames"),
    path(f"{_ROOM}desk/", room_desk.desk_page, name="room-desk"),
    path("public-log/", log_page.log_page, name="log-page"),
    path("public-log/<int:index>/", log_page.entry_page, name="log-entry"),
    path("public-log/<int:index>.tlog-proof", log_page.proof_file, name="log-proof"),
    path("rulebook/", rulebook.rulebook, name="rulebook"),
    path("planner/", planner.planner, name="planner"),
    path("rulebook/<str:name>/", definition.definition_page, name="definition"),
    path("desk/", desk.desk, name="desk"),
    path("desk/new/<str:name>/", draft.draft, name="draft"),
    path("desk/rooms/", room_desk.rooms, name="rooms"),
    path("desk/experts/", experts.experts, name="experts"),
    path("release/", release.release, name="release"),
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
]
