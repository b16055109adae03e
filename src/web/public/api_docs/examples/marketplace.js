// Node 18 or newer. Every referral order, page by page.
async function main() {
  let url = "__PANEL__/api/v1/referral?per_page=100";
  while (url) {
    const response = await fetch(url, { headers: { Authorization: "Bearer __KEY__" } });
    const page = await response.json();
    if (!page.data) throw new Error(page.message);
    for (const order of page.data) {
      console.log(order.order_number, order.commission_amount, order.status);
    }
    url = page.next_page_url;
  }
}
main();
