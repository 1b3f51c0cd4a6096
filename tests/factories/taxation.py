"""A tax office of our own: a real server that speaks the shapes of the public interface."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY = "key+with/odd=letters"
STATUS_ROW = {
    "b_no": "",
    "b_stt": "계속사업자",
    "b_stt_cd": "01",
    "tax_type": "부가가치세 일반과세자",
    "tax_type_cd": "01",
    "end_dt": "",
    "utcc_yn": "N",
    "tax_type_change_dt": "",
    "invoice_apply_dt": "",
    "rbf_tax_type": "해당없음",
    "rbf_tax_type_cd": "99",
}
UNKNOWN_ROW = dict.fromkeys(STATUS_ROW, "") | {"tax_type": "국세청에 등록되지 않은 사업자등록번호입니다."}


class Office(ThreadingHTTPServer):
    """Knows what it was told about numbers; `fault` makes it fail in one way."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Desk)
        self.rows: dict[str, dict[str, str]] = {}
        self.mismatched: set[str] = set()
        self.fault = ""
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.over = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def knows(self, number: str, **row: str) -> None:
        self.rows[number] = STATUS_ROW | row

    def answer(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        if path == "/status":
            data = [self.rows.get(number, UNKNOWN_ROW) | {"b_no": number} for number in body["b_no"]]
            known = sum(number in self.rows for number in body["b_no"])
            return {"request_cnt": len(data), "match_cnt": known, "status_code": "OK", "data": data}
        data = [self._validated(one) for one in body["businesses"]]
        return {"request_cnt": len(data), "valid_cnt": len(data), "status_code": "OK", "data": data}

    def _validated(self, asked: dict[str, str]) -> dict[str, Any]:
        answer = {"b_no": asked["b_no"], "valid": "01", "request_param": asked}
        if asked["b_no"] in self.mismatched:
            return answer | {"valid": "02", "valid_msg": "확인할 수 없습니다."}
        return answer | {"status": self.rows.get(asked["b_no"], UNKNOWN_ROW)}


class _Desk(BaseHTTPRequestHandler):
    server: Office

    def do_POST(self) -> None:
        address = urlsplit(self.path)
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((address.path, body))
        if self.server.fault == "slow":
            self.server.over.wait()
            return None
        if parse_qs(address.query).get("serviceKey") != [KEY]:
            return self._say(401, {"code": -401, "msg": "유효하지 않은 인증키 입니다."})
        if self.server.fault == "down":
            return self._say(500, {"code": -5, "msg": "SERVER ERROR"})
        answer = self.server.answer(address.path, body)
        broken = {"html": "<html>점검 중</html>", "other": answer | {"data": []}, "list": [1, 2]}
        strange = answer | {"data": [row | {"b_stt_cd": "77"} for row in answer["data"]]}
        return self._say(200, (broken | {"strange": strange}).get(self.server.fault, answer))

    def _say(self, status: int, body: Any) -> None:
        text = body if isinstance(body, str) else json.dumps(body)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_args: Any) -> None:
        pass


@contextmanager
def running_office() -> Iterator[Office]:
    with Office() as office:
        threading.Thread(target=office.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield office
        office.over.set()
        office.shutdown()
