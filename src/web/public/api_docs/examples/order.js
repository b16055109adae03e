// Node 18 or newer. In a browser, everyone who opens the page could read the token.
async function panel(method, path, body) {
  const response = await fetch("__PANEL__/api" + path, {
    method,
    headers: {
      Authorization: "Bearer __KEY__",
      "Content-Type": "application/json",
      "Idempotency-Key": "invoice-2042-line-1",
    },
    body: body && JSON.stringify(body),
  });
  const answer = await response.json();
  if ((answer.code ?? 1) !== 1) throw new Error(answer.message);
  return answer;
}

async function main() {
  const placed = await panel("POST", "/order/create", {
    link: "https://www.example.com/r/example/comments/abc123/",
    type: 1, vote: 5, after: 0, speed: 1,
  });
  console.log((await panel("GET", `/order/${placed.order_id}`)).status);
  console.log((await panel("GET", "/check-balance")).balance);
}
main();
