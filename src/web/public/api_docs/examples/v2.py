import json
import urllib.parse
import urllib.request

def panel(**parameters):
    body = urllib.parse.urlencode({"key": "__KEY__", **parameters}).encode()
    with urllib.request.urlopen("__PANEL__/api/v2", body, timeout=90) as response:
        answer = json.load(response)
    if isinstance(answer, dict) and isinstance(answer.get("error"), str):
        raise RuntimeError(answer["error"])
    return answer

order = panel(action="add", service=1, link="https://example.com/post/1",
              quantity=500, idempotency_key="invoice-2041-line-1")["order"]
print(panel(action="status", order=order)["status"])
print(panel(action="balance")["balance"])
