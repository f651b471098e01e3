// Sends dropped, pasted and chosen files to /v1 and tells the page how they get on. Bytes never travel over the circuit.
const sideBySide = 4;      // browsers open six connections to a host
const tellEvery = 200;     // milliseconds between two reports of an upload's progress
const pollEvery = 1000;
const retriesMax = 5;

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const isArchive = (file) => /\.zip$/i.test(file.name) || file.type === "application/zip";

export function attach(zone, input, page, manyFrom) {
  const stop = new AbortController();
  const items = new Map();
  const queue = [];
  let last = 0;
  let running = 0;

  async function take(files) {
    const pictures = files.filter((file) => !isArchive(file));
    const batches = files.filter(isArchive).map((file) => ({ name: file.name, path: "/v1/batches", body: file, bytes: file.size }));
    if (pictures.length >= manyFrom) batches.push({ name: `${pictures.length} pictures`, path: "/v1/batches", files: pictures, bytes: pictures.reduce((sum, file) => sum + file.size, 0) });
    const singles = pictures.length >= manyFrom ? [] : pictures.map((file) => ({ name: file.name, path: "/v1/classify", files: [file], bytes: file.size, preview: URL.createObjectURL(file) }));
    const taken = [...singles, ...batches].map((item) => ({ ...item, key: ++last }));
    if (taken.length === 0) return;
    const query = await page.invokeMethodAsync("AddAsync", taken.map(({ key, name, bytes, preview, path }) => ({ key, name, bytes, preview, isBatch: path === "/v1/batches" })));
    for (const item of taken) {
      items.set(item.key, { ...item, query });
      queue.push(item.key);
    }
    next();
  }

  function next() {
    while (running < sideBySide && queue.length > 0) {
      const item = items.get(queue.shift());
      if (!item) continue;
      running++;
      void send(item).finally(() => { running--; next(); });
    }
  }

  const tell = (item, step, values) => items.has(item.key) && !stop.signal.aborted
    ? page.invokeMethodAsync("Report", { key: item.key, step, ...values }).catch(() => { })
    : undefined;

  async function send(item) {
    for (let attempt = 1; ; attempt++) {
      const answer = await post(item);
      if (answer.status === 503 && attempt < retriesMax && items.has(item.key)) {
        await tell(item, "busy", {});
        await sleep(1000 * answer.retryAfter);
        continue;
      }
      if (answer.status === 202 && item.path === "/v1/classify") return follow(item, answer);
      return tell(item, "answered", { status: answer.status, body: answer.body });
    }
  }

  // fetch can't tell how far an upload is.
  const post = (item) => new Promise((resolve) => {
    const request = new XMLHttpRequest();
    let told = 0;
    request.open("POST", item.path + item.query);
    request.upload.onprogress = ({ loaded, total }) => {
      const now = performance.now();
      if (now - told >= tellEvery && total > 0) { told = now; void tell(item, "sending", { fraction: loaded / total }); }
    };
    request.upload.onload = () => void tell(item, "waiting", {});
    request.onload = () => resolve({ status: request.status, body: request.responseText, location: request.getResponseHeader("Location"), retryAfter: Number(request.getResponseHeader("Retry-After")) || 2 });
    request.onerror = request.onabort = () => resolve({ status: 0, body: "" });
    item.request = request;
    void tell(item, "sending", { fraction: 0 });
    if (item.body) return request.send(item.body);
    const form = new FormData();
    for (const file of item.files) form.append("file", file, file.name);
    request.send(form);
  });

  async function follow(item, answer) {
    await tell(item, "queued", { status: 202, body: answer.body });
    while (items.has(item.key) && !stop.signal.aborted) {
      await sleep(pollEvery);
      const response = await fetch(answer.location, { signal: stop.signal }).catch(() => undefined);
      if (!response) continue;
      const body = await response.text();
      const open = response.ok && ["queued", "running"].includes(JSON.parse(body).status);
      if (!open && response.status !== 503) return tell(item, "answered", { status: response.status, body });
    }
  }

  const on = (target, name, handle) => target.addEventListener(name, handle, { signal: stop.signal });
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  on(document, "dragover", (event) => { if (hasFiles(event)) { event.preventDefault(); zone.classList.add("over"); } });
  on(document, "dragleave", (event) => { if (!event.relatedTarget) zone.classList.remove("over"); });
  on(document, "drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    zone.classList.remove("over");
    void take([...event.dataTransfer.files]);
  });
  on(document, "paste", (event) => { if (event.clipboardData?.files.length) void take([...event.clipboardData.files]); });
  on(input, "change", () => { const files = [...input.files]; input.value = ""; void take(files); });
  zone.classList.add("ready");

  return {
    retry: (key, query) => {
      const item = items.get(key);
      if (!item) return;
      item.query = query; // another model may be chosen by now
      queue.push(key);
      next();
    },
    forget: (keys) => {
      for (const key of keys) {
        const item = items.get(key);
        items.delete(key);
        item?.request?.abort();
        if (item?.preview) URL.revokeObjectURL(item.preview);
      }
    },
    dispose: () => {
      stop.abort();
      for (const item of items.values()) { item.request?.abort(); if (item.preview) URL.revokeObjectURL(item.preview); }
      items.clear();
    },
  };
}
