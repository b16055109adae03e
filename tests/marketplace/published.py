"""Reads all referrals with a published client that knows nothing of this panel: the PyPI package
`api-client`, by the link to the next page and by its number. Prints the ids, one list a line."""

import os

from apiclient import APIClient, JsonResponseHandler, paginated
from apiclient.authentication_methods import HeaderAuthentication


def by_link(response, previous_url):
    return response.get_json()["next_page_url"]


def by_number(response, previous_params):
    page = response.get_json()
    if page["next_page_url"] is None:
        return None
    return {"page": page["current_page"] + 1, "per_page": 5}


class Marketplace(APIClient):
    base = os.environ["PANEL"] + "/api/v1/referral"

    @paginated(by_url=by_link)
    def linked(self):
        return self.get(self.base + "?per_page=5")

    @paginated(by_query_params=by_number)
    def numbered(self):
        return self.get(self.base, params={"page": 1, "per_page": 5})


client = Marketplace(
    authentication_method=HeaderAuthentication(token=os.environ["TOKEN"]),
    response_handler=JsonResponseHandler,
)
for pages in (client.linked(), client.numbered()):
    print(*[row["referral_id"] for page in pages for row in page["data"]])
