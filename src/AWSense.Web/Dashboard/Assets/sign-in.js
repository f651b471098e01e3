// Turns the key into a cookie, and shows the page that was asked for.
const form = document.getElementById("sign-in");
const wrong = document.getElementById("wrong");
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const key = document.getElementById("key").value.trim();
  let answer;
  try {
    answer = await fetch("/v1/session", { method: "POST", headers: { Authorization: `Bearer ${key}` } });
  } catch {
    answer = undefined;
  }
  if (answer?.ok) {
    if (location.pathname === "/sign-in") location.assign("/"); else location.reload();
    return;
  }
  wrong.textContent = answer?.status === 401 ? "That key isn't known here. Check that it was copied whole and hasn't been revoked." : "The service doesn't answer. Try again in a moment.";
  wrong.hidden = false;
});
