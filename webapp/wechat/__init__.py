"""The WeChat door. `envelope.py` alone knows wechatpy."""
