import json
import urllib.request

def panel(method, path, body=None):
    request = urllib.request.Request(
        "__PANEL__/api" + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={
            "Authorization": "Bearer __KEY__",
            "Content-Type": "application/json",
            "Idempotency-Key": "invoice-2042-line-1",
        },
    )
    with urllib.request.urlopen(request, timeout=90) as answer:
        return json.load(answer)

placed = panel("POST", "/order/create", {
    "link": "https://www.example.com/r/example/comments/abc123/",
    "type": 1, "vote": 5, "after": 0, "speed": 1,
})
print(panel("GET", "/order/" + placed["order_id"])["status"])
print(panel("GET", "/check-balance")["balance"])
