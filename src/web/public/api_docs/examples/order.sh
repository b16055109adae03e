curl __PANEL__/api/check-balance -H 'Authorization: Bearer __KEY__'

curl __PANEL__/api/order/create \
  -H 'Authorization: Bearer __KEY__' \
  -H 'Content-Type: application/json' \
  -H 'Idempotency-Key: invoice-2042-line-1' \
  -d '{"link": "https://www.example.com/r/example/comments/abc123/", "type": 1, "vote": 5, "after": 0, "speed": 1}'

curl __PANEL__/api/order/1 -H 'Authorization: Bearer __KEY__'
