"""Text messages. `POST {SMS_URL}/messages {"id", "phone", "text"}` answers `{"id", "accepted": true}`."""

from dataclasses import dataclass

from webapp.gateways.http import NotDelivered, OutcomeUnknown, post_json


@dataclass(frozen=True)
class SmsGateway:
    url: str

    def send(self, reference: str, phone: str, text: str) -> None:
        """Hand over one message. `reference` lets the other side recognise the same message."""
        answer = post_json(f"{self.url}/messages", {"id": reference, "phone": phone, "text": text})
        if answer.get("accepted") is False:
            raise NotDelivered("refused", retry=False)
        if answer.get("accepted") is not True:
            raise OutcomeUnknown("answer not understood")
