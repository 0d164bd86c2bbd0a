"""The JSON schemas of what the door of the mini-program answers. Tests hold the answers to them."""

from webapp.api.shapes import FLAG, MAYBE_TEXT, TEXT, listed, maybe, one_of, ref, shape
from webapp.pages import parts

COUNT = {"type": "integer"}
CHIP = shape(label=TEXT, number=COUNT)
CHOICE = shape(value=TEXT, label=TEXT)
QUESTION = shape(
    id=TEXT, text=TEXT, why=TEXT, multi=FLAG, input=one_of(("choice", "number", "date", "text")), left=COUNT,
    choices=listed(CHOICE),
)  # fmt: skip
GATHERED = {
    "type": "object",
    "description": "卡片按人归在一起（people），标题单独一块（heading），其余同 /api/v1/chat",
    "properties": {
        "kind": one_of(
            ("text", "heading", "people", "urgent", "working", "checklist", "status", "link", "handover")
        )
    },
    "required": ["kind"],
}
EXCHANGE = shape(
    said=MAYBE_TEXT, heard=listed(CHIP), earlier=listed(CHIP), blocks=listed(GATHERED),
    question=maybe(ref("MyQuestion")),
)  # fmt: skip

PART = {
    "type": "object",
    "description": "页面上的一块；kind 说是哪一种，其余的字段跟着它走",
    "properties": {"kind": one_of(sorted(one.kind for one in parts.Part.__subclasses__()))},
    "required": ["kind"],
}
BUTTON = shape(label=TEXT, working=TEXT, name=TEXT, value=TEXT, secondary=FLAG, link=MAYBE_TEXT)
PAGE = {"title": TEXT, "hint": TEXT, "parts": listed(PART), "buttons": listed(BUTTON)}
STEP = shape(
    link=TEXT, name=TEXT, section=shape(name=TEXT, number=COUNT, count=COUNT), back=MAYBE_TEXT, **PAGE
)

PLACE = shape(place=TEXT, page=ref("MyPage"))

COMPONENTS = {"MyQuestion": QUESTION, "MyChat": EXCHANGE, "MyStep": STEP, "MyPage": shape(**PAGE)}
ANSWERS = {
    "post_my_open_draft": shape(page=maybe(ref("MyStep")), submitted=MAYBE_TEXT),
    "get_my_show_step": shape(page=ref("MyStep")),
    "post_my_fill_in": shape(page=ref("MyStep")),
    "delete_my_decline_online": shape(page=ref("MyPage")),
    "get_my_list_documents": shape(page=ref("MyPage")),
    "get_my_show_document": shape(link=TEXT, page=ref("MyPage")),
    "post_my_answer_document": shape(link=TEXT, page=ref("MyPage")),
    "post_my_add_photos": shape(link=TEXT, page=ref("MyPage")),
    "post_my_submit_draft": shape(number=MAYBE_TEXT, page=ref("MyPage")),
    "get_my_list_applications": shape(page=ref("MyPage")),
    "post_my_look_up": shape(number=TEXT),
    "get_my_show_page": PLACE,
    "post_my_fill_page": PLACE,
    "get_my_show_draft_data": PLACE,
    "post_my_change_draft_data": PLACE,
    "post_my_find_phone": shape(phone=TEXT),
    "get_my_list_messages": shape(templates=listed(shape(name=TEXT, id=TEXT))),
    "post_my_take_agreement": shape(agreed=listed(TEXT)),
    "delete_my_log_out": shape(closed=FLAG),
    "get_my_show_chat": ref("MyChat"),
    "post_my_say": ref("MyChat"),
    "delete_my_restart": ref("MyChat"),
    "get_my_show_fact": shape(heard=TEXT, subject=TEXT, question=ref("MyQuestion")),
    "post_my_correct_fact": ref("MyChat"),
    "get_my_show_result": shape(title=TEXT, blocks=listed(GATHERED), can_file=FLAG),
}
MISSING = {
    "post_my_open_draft": ("404",),
    "get_my_show_step": ("404",),
    "get_my_list_documents": ("404",),
    "get_my_show_document": ("404",),
    "post_my_answer_document": ("404", "409"),
    "post_my_add_photos": ("404", "409"),
    "get_my_show_picture": ("404",),
    "post_my_fill_in": ("404",),
    "post_my_submit_draft": ("404", "409"),
    "get_my_show_page": ("403", "404", "409"),
    "post_my_fill_page": ("403", "404", "405", "409"),
    "get_my_show_draft_data": ("404",),
    "post_my_change_draft_data": ("404",),
    "post_my_find_phone": ("409",),
    "get_my_show_fact": ("404",),
    "post_my_correct_fact": ("404", "409"),
}

FILE = {"type": "string", "format": "binary"}
PICTURES = {"get_my_show_picture": {"image/jpeg": {"schema": FILE}}}
UPLOADS = {"post_my_add_photos": {"multipart/form-data": {"schema": shape(photo=listed(FILE))}}}
