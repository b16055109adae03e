# What is sold, and the balance
curl __PANEL__/api/v2 -d key=__KEY__ -d action=services
curl __PANEL__/api/v2 -d key=__KEY__ -d action=balance

# An order, and how it stands
curl __PANEL__/api/v2 -d key=__KEY__ -d action=add \
  -d service=1 -d quantity=500 \
  --data-urlencode link=https://example.com/post/1 \
  -d idempotency_key=invoice-2041-line-1
curl __PANEL__/api/v2 -d key=__KEY__ -d action=status -d order=1
