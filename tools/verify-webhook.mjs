// Says whether a webhook is signed as the specification wants: node verify-webhook.mjs, with {secret, headers, body} as JSON on its input.
import { readFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";

const { secret, headers, body } = JSON.parse(readFileSync(0, "utf8"));
try {
  new Webhook(secret).verify(body, headers);
  console.log("accepted");
} catch (error) {
  console.log(`refused: ${error.message}`);
}
