// Starts the circuit that keeps the page live, and comes back when the connection or the service was gone.
(() => {
  const pause = 1000;
  const banner = document.getElementById("connection");
  const tell = (text) => { banner.textContent = text; banner.hidden = !text; };
  const sleep = () => new Promise((resolve) => setTimeout(resolve, pause));
  const serviceIsUp = () => fetch("/health/live", { cache: "no-store" }).then((answer) => answer.ok, () => false);
  let lost = false;

  async function comeBack() {
    tell("The connection is lost. Trying again…");
    while (lost) {
      await sleep();
      if (!lost || !await serviceIsUp()) continue;
      try {
        if (await Blazor.reconnect()) return;
        location.reload(); // the service was started anew and knows nothing of this page
        return;
      } catch {
        // It went away again; the next turn sees when it is back.
      }
    }
  }

  Blazor.start({
    circuit: {
      reconnectionHandler: {
        onConnectionDown: () => { if (!lost) { lost = true; void comeBack(); } },
        onConnectionUp: () => { lost = false; tell(""); },
      },
    },
  }).catch(async () => {
    tell("The connection is lost. Trying again…");
    do await sleep(); while (!await serviceIsUp());
    location.reload();
  });
})();
