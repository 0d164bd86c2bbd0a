"""What WeChat's servers call."""

from flask import Blueprint

bp = Blueprint("wechat", __name__)
