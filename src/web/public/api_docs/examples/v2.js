// Node 18 or newer. In a browser, everyone who opens the page could read the key.
async function panel(parameters) {
  const body = new URLSearchParams({ key: "__KEY__", ...parameters });
  const response = await fetch("__PANEL__/api/v2", { method: "POST", body });
  const answer = await response.json();
  if (typeof answer.error === "string") throw new Error(answer.error);
  return answer;
}

async function main() {
  const { order } = await panel({
    action: "add", service: 1, link: "https://example.com/post/1",
    quantity: 500, idempotency_key: "invoice-2041-line-1",
  });
  console.log((await panel({ action: "status", order })).status);
  console.log((await panel({ action: "balance" })).balance);
}
main();
