// A picture that the browser can't show gives way to the placeholder behind it. Loaded first, so that no failure is missed.
document.addEventListener("error", (event) => {
  if (event.target instanceof HTMLImageElement) event.target.closest(".picture")?.classList.add("missing");
}, true);
document.addEventListener("load", (event) => {
  if (event.target instanceof HTMLImageElement) event.target.closest(".picture")?.classList.remove("missing");
}, true);
