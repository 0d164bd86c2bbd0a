"""The OpenAPI document: paths and bodies from the views, answers from `shapes`, facts from the guide."""

from apiflask import APIFlask
from flask import Blueprint, Response, current_app

from webapp.api import leaflets, shapes, situations
from webapp.api.my import shapes as my
from webapp.problems import DETAILS

bp = Blueprint("openapi", __name__)
EVERYWHERE = ("429", "500", "503")
WITH_BODY = ("400", "413", "415", "422")
MISSING = {
    "post_api_say": ("404",),
    "post_api_status": ("404",),
    "post_api_own_applications": ("403", "404"),
    "get_api_policy": ("404",),
    "get_api_leaflet": ("404",),
    "get_api_policies": ("422",),
    "get_api_standards": ("422",),
    **my.MISSING,
}
ANSWERS = shapes.ANSWERS | {"get_api_leaflet": leaflets.SHAPE} | my.ANSWERS
BEARER = "miniprogram"
SETTINGS = {
    "OPENAPI_VERSION": "3.1.0",
    "AUTO_VALIDATION_ERROR_RESPONSE": False,
    "AUTO_404_RESPONSE": False,
    "AUTO_OPERATION_ID": True,
    "AUTO_SERVERS": False,
    "DESCRIPTION": "说一句家里的难处，看能领什么、为什么、怎么办。错误一律是 application/problem+json。",
}


@bp.get("/openapi.json")
def spec() -> Response:
    return current_app.json.response(current_app.spec)


def init_app(app: APIFlask) -> None:
    app.config.update(SETTINGS)
    app.register_blueprint(bp)
    app.spec_processor(complete)


def complete(document: dict) -> dict:
    """What the layer below leaves out: required bodies, every error, the shapes of answers, the facts."""
    components = document.setdefault("components", {}).setdefault("schemas", {})
    components.update(shapes.COMPONENTS | my.COMPONENTS)
    document["components"]["securitySchemes"] = {BEARER: {"type": "http", "scheme": "bearer"}}
    components["Situation"] = situations.situation(current_app.guide)
    components["AssessIn"]["properties"]["situation"] = shapes.ref("Situation")
    components["ChatIn.AnswerIn"] = situations.answer(current_app.guide)
    for operations in document["paths"].values():
        for operation in operations.values():
            _complete_operation(operation)
    return document


def _complete_operation(operation: dict) -> None:
    name = operation["operationId"]
    answer = {"description": "答复", "content": my.PICTURES.get(name) or _json(ANSWERS.get(name))}
    codes = [*EVERYWHERE, *MISSING.get(name, ())]
    if "_my_" in name:
        operation["security"] = [{BEARER: []}]
        codes.append("401")
    if name in my.UPLOADS:
        operation["requestBody"] = {"content": my.UPLOADS[name]}
    if "requestBody" in operation:
        operation["requestBody"]["required"] = True
        codes += WITH_BODY
    operation["responses"] = {"200": answer} | {code: _problem(code) for code in sorted(set(codes))}


def _json(schema: dict) -> dict:
    return {"application/json": {"schema": schema}}


def _problem(code: str) -> dict:
    content = {"application/problem+json": {"schema": shapes.ref("Problem")}}
    return {"description": DETAILS[int(code)], "content": content}
