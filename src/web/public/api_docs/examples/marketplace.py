import json
import urllib.request

# Every referral order, page by page.
url = "__PANEL__/api/v1/referral?per_page=100"
while url:
    request = urllib.request.Request(url, headers={"Authorization": "Bearer __KEY__"})
    with urllib.request.urlopen(request, timeout=90) as answer:
        page = json.load(answer)
    for order in page["data"]:
        print(order["order_number"], order["commission_amount"], order["status"])
    url = page["next_page_url"]
